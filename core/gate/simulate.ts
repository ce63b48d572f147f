import { ruleFor } from "../policy/rule.ts";
import type { Policy } from "../policy/schema.ts";
import type { Decision } from "./decide.ts";
import type { DecisionRecord } from "./record.ts";
import { recordedFactsFor } from "./recorded-facts.ts";
import type { Verdict } from "./registry.ts";
import { decideOn } from "./replay.ts";
import type { GateName } from "./verdict.ts";

/** A gate that stands otherwise; a side is absent where that policy does not ask it. */
export interface GateChange {
  gate: GateName;
  before?: Verdict;
  after?: Verdict;
}

/** What a decision would have been by another policy. */
export type Simulation =
  | { outcome: "same"; before: Decision; after: Decision }
  | {
      outcome: "different";
      before: Decision;
      after: Decision;
      changes: GateChange[];
    }
  /** The other policy does not know the environment, so it would have been refused. */
  | { outcome: "not-governed"; before: Decision }
  | { outcome: "impossible"; problem: string };

/**
 * Decides by another policy on what was recorded: the same facts, the same moment, the same environment. It is held
 * against the recorded policy's decision as it is made now, so that the difference is the policy's alone.
 */
export function simulate(record: DecisionRecord, policy: Policy): Simulation {
  const { environment } = record;
  const before = decideOn(record);
  if (!before.ok) return { outcome: "impossible", problem: before.problem };
  const was = ruleFor(record.policy, environment);
  const now = ruleFor(policy, environment);
  if (!now.ok || !was.ok)
    return { outcome: "not-governed", before: before.decision };
  const facts = recordedFactsFor(
    record.facts,
    { policy: record.policy, rule: was.rule },
    { policy, rule: now.rule },
  );
  const after = decideOn({ policy, environment, facts, at: record.at });
  if (!after.ok) return { outcome: "impossible", problem: after.problem };
  const decisions = { before: before.decision, after: after.decision };
  const changes = changesBetween(decisions.before, decisions.after);
  return changes.length === 0
    ? { outcome: "same", ...decisions }
    : { outcome: "different", ...decisions, changes };
}

/** A gate that passes, and one that is not asked, stand in nobody's way: these are the same. */
function changesBetween(before: Decision, after: Decision): GateChange[] {
  const gates = [...before.verdicts, ...after.verdicts].map(({ gate }) => gate);
  return [...new Set(gates)].flatMap((gate): GateChange[] => {
    const was = verdictOf(before, gate);
    const is = verdictOf(after, gate);
    const isSame = (was?.status ?? "pass") === (is?.status ?? "pass");
    if (isSame) return [];
    return [{ gate, ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

function verdictOf(
  { verdicts }: Decision,
  gate: GateName,
): Verdict | undefined {
  return verdicts.find((verdict) => verdict.gate === gate);
}
