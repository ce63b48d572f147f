import { ruleFor } from "../../policy/rule.ts";
import type { Policy } from "../../policy/schema.ts";
import type { Decision } from "../decide.ts";
import { type GateOverride, overriding } from "../override.ts";
import type { DecisionRecord } from "./record.ts";
import { recordedFactsFor } from "./recorded-facts.ts";
import type { Verdict } from "../registry.ts";
import { decideOn } from "./replay.ts";
import type { GateName } from "../verdict.ts";

/** A gate that stands otherwise; a side is absent where that policy does not ask it. */
export interface GateChange {
  gate: GateName;
  before?: Verdict;
  after?: Verdict;
  /** What people said to override it counts by one of the policies alone. */
  override?: "lost" | "gained";
}

/** A decision by one policy; one that does not govern the environment refuses without asking a gate. */
type SimulatedDecision =
  | ({ governed: true } & Decision)
  | { governed: false; decision: "refuse"; verdicts: [] };

/** What a decision would have been by another policy. */
export type Simulation =
  | {
      outcome: "same" | "different";
      before: SimulatedDecision;
      after: SimulatedDecision;
      changes: GateChange[];
    }
  | { outcome: "impossible"; problem: string };

/**
 * Decides by another policy on what was recorded: the same facts, the same moment, the same environment.
 *
 * @param than the policy that it is held against, by which it is decided anew too: so a difference is the policies' alone
 */
export function simulate(
  record: DecisionRecord,
  policy: Policy,
  than: Policy = record.policy,
): Simulation {
  const before = decideBy(than, record);
  if (!before.ok) return { outcome: "impossible", problem: before.problem };
  const after = decideBy(policy, record);
  if (!after.ok) return { outcome: "impossible", problem: after.problem };
  const decisions = { before: before.decision, after: after.decision };
  const changes = changesBetween(decisions);
  const isSame =
    changes.length === 0 &&
    decisions.before.governed === decisions.after.governed;
  return { outcome: isSame ? "same" : "different", ...decisions, changes };
}

function decideBy(
  policy: Policy,
  record: DecisionRecord,
): { ok: true; decision: SimulatedDecision } | { ok: false; problem: string } {
  const { environment, at } = record;
  const was = ruleFor(record.policy, environment);
  if (!was.ok)
    return {
      ok: false,
      problem: `its own policy has no rule for ${environment}`,
    };
  const found = ruleFor(policy, environment);
  if (!found.ok)
    return {
      ok: true,
      decision: { governed: false, decision: "refuse", verdicts: [] },
    };
  const facts = recordedFactsFor(
    record.facts,
    { policy: record.policy, rule: was.rule },
    { policy, rule: found.rule },
  );
  const decided = decideOn({ policy, environment, facts, at });
  if (!decided.ok) return decided;
  return { ok: true, decision: { governed: true, ...decided.decision } };
}

interface Sides {
  before: SimulatedDecision;
  after: SimulatedDecision;
}

/** A gate that passes, and one that is not asked, stand in nobody's way: these are the same. */
function changesBetween({ before, after }: Sides): GateChange[] {
  // Where no gate is asked at all, that is the reason, and not each gate.
  if (!before.governed || !after.governed) return [];
  const gates = [...before.verdicts, ...after.verdicts].map(({ gate }) => gate);
  return [...new Set(gates)].flatMap((gate): GateChange[] => {
    const was = verdictOf(before, gate);
    const is = verdictOf(after, gate);
    const isSame = (was?.status ?? "pass") === (is?.status ?? "pass");
    const override = overrideChange(
      was && overriding(was, before),
      is && overriding(is, after),
    );
    if (isSame && !override) return [];
    return [
      {
        gate,
        ...(was && { before: was }),
        ...(is && { after: is }),
        ...(override && { override }),
      },
    ];
  });
}

function overrideChange(
  before: GateOverride | undefined,
  after: GateOverride | undefined,
): GateChange["override"] {
  if (!before === !after) return undefined;
  return before ? "lost" : "gained";
}

function verdictOf(
  { verdicts }: Decision,
  gate: GateName,
): Verdict | undefined {
  return verdicts.find((verdict) => verdict.gate === gate);
}
