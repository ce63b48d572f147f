import type { EnvironmentRule, Policy } from "../policy/schema.ts";
import type { GateFacts } from "./facts.ts";
import { GATES, type GateInput, type Verdict } from "./registry.ts";
import type { GateName } from "./verdict.ts";

/**
 * All verdicts together.
 *
 * - `allow`: every gate passes.
 * - `refuse`: at least one gate fails; something has to be mended.
 * - `hold`: nothing fails, but something waits or is unknown.
 */
export interface Decision {
  decision: "allow" | "hold" | "refuse";
  verdicts: Verdict[];
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

/** Asks every gate of the rule, and `experiment_valid` first, whether the experiment may run at this moment. */
export function decide(
  rule: EnvironmentRule,
  policy: Policy,
  facts: GateFacts,
  now: Date,
): Decision {
  const input = { rule, policy, facts, now };
  const verdicts = judge(input);
  if (verdicts.some(({ status }) => status === "fail"))
    return { decision: "refuse", verdicts };
  if (verdicts.every(({ status }) => status === "pass"))
    return { decision: "allow", verdicts };
  return {
    decision: "hold",
    verdicts,
    ...openingOf(
      input,
      verdicts.filter(({ status }) => status !== "pass"),
    ),
  };
}

/** What each gate of the rule says. */
export function judge(input: GateInput): Verdict[] {
  return GATES.flatMap((gate) => gate(input) ?? []);
}

/**
 * When one gate opens, another may have closed again: an incident may be long enough ago in the middle of a blackout.
 * So the gates are asked again at the latest opening, until all that follow the clock are open at once.
 */
export function openingOf(
  input: GateInput,
  notPassed: Verdict[],
): Pick<Decision, "opensAt" | "lapsing"> {
  let closed = notPassed;
  for (let step = 0; step < MOST_STEPS; step++) {
    const opensAt = latestOpening(closed);
    if (!opensAt) return {};
    const later = judge({ ...input, now: opensAt });
    const shut = later.filter(({ status }) => status !== "pass");
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
