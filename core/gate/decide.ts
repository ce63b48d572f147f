import type { EnvironmentRule, Policy } from "../policy/schema.ts";
import type { GateFacts } from "./facts.ts";
import { blocking, gateOverrides, type GateOverride } from "./override.ts";
import { GATES, type GateInput, type Verdict } from "./registry.ts";
import type { GateName } from "./verdict.ts";

/**
 * All verdicts together. A gate that people override says what it says, and stands in nobody's way.
 *
 * - `allow`: every other gate passes.
 * - `refuse`: at least one of them fails; something has to be mended.
 * - `hold`: nothing fails, but something waits or is unknown.
 */
export interface Decision {
  decision: "allow" | "hold" | "refuse";
  verdicts: Verdict[];
  /** Gates that people override, or would if they were more; absent where nobody does. */
  overrides?: GateOverride[];
  /** The moment at which every waiting gate is open, where each of them is opened by the clock and nothing else stands in the way. */
  opensAt?: Date;
  /** Gates that pass now and no longer at `opensAt`: an approval will have expired, a staging run will be too old. */
  lapsing?: GateName[];
}

/** Gates on which the clock alone decides. */
export const CLOCK_GATES: readonly GateName[] = [
  "windows",
  "recent_incidents",
  "concurrency",
];

/** More steps than windows and incidents can need; the search has to end whatever they say. */
const MOST_STEPS = 20;

/** Asks every gate of the rule, `halt` and `experiment_valid` first, whether the experiment may run at this moment. */
export function decide(
  rule: EnvironmentRule,
  policy: Policy,
  facts: GateFacts,
  now: Date,
): Decision {
  const input = { rule, policy, facts, now };
  const judged = judge(input);
  const closed = blocking(judged);
  if (closed.some(({ status }) => status === "fail"))
    return { decision: "refuse", ...judged };
  if (closed.length === 0) return { decision: "allow", ...judged };
  return { decision: "hold", ...judged, ...openingOf(input, closed) };
}

/** What each gate of the rule says, and who overrides it. */
export function judge(
  input: GateInput,
): Pick<Decision, "verdicts" | "overrides"> {
  const { rule, facts, now } = input;
  const verdicts = GATES.flatMap((gate) => gate(input) ?? []);
  const overrides = gateOverrides(rule.override, facts, now);
  return { verdicts, ...(overrides.length > 0 && { overrides }) };
}

/**
 * When one gate opens, another may have closed again: an incident may be long enough ago in the middle of a blackout.
 * So the gates are asked again at the latest opening, until all that follow the clock are open at once.
 */
function openingOf(
  input: GateInput,
  notPassed: Verdict[],
): Pick<Decision, "opensAt" | "lapsing"> {
  let closed = notPassed;
  for (let step = 0; step < MOST_STEPS; step++) {
    const opensAt = latestOpening(closed);
    if (!opensAt) return {};
    const shut = blocking(judge({ ...input, now: opensAt }));
    closed = shut.filter(({ gate }) => CLOCK_GATES.includes(gate));
    if (closed.length === 0) {
      // What is unknown only then is nothing that would not hold: a rota is looked up for some days ahead.
      const lapsing = shut
        .filter(({ status }) => status !== "unknown")
        .map(({ gate }) => gate);
      return { opensAt, ...(lapsing.length > 0 && { lapsing }) };
    }
  }
  return {};
}

/** The moment at which the last of them opens; undefined where one is not opened by the clock. */
function latestOpening(closed: Verdict[]): Date | undefined {
  const moments = closed.map((verdict) => verdict.opensAt?.getTime());
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === moments.length
    ? new Date(Math.max(...known))
    : undefined;
}
