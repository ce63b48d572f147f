import { unknown } from "../core/gate/fact.ts";
import {
  decideRecovery,
  dueAt,
  type Recovery,
  type RecoveryReading,
} from "../core/incident/recovery.ts";
import type { RecoveryCriterion } from "../core/policy/aftermath.ts";
import { worstOf } from "../core/policy/gates/criterion.ts";
import { recoveryReason, renderRecovery } from "../core/render/recovery.ts";
import type { RunJudgement } from "../core/request/request.ts";
import type { FactsContext } from "./context.ts";
import { prometheusOf } from "./prometheus.ts";
import { type JudgedAttempt, toldOf } from "./run-judgement.ts";

/** What the judgement of a run that held comes to once its recovery is known, or when to look again until it is. */
export type RecoveredJudgement =
  { judgement: RunJudgement } | { lookAgainAt: Date };

/** Looks at what the policy wants to hold after a run. One whose criterion does not hold in time is no run that held. */
export async function judgeRecovery(
  judged: JudgedAttempt,
  criteria: readonly RecoveryCriterion[],
  endedAt: Date,
  { services, clock }: Pick<FactsContext, "services" | "clock">,
): Promise<RecoveredJudgement> {
  if (judged.verdict !== "held") return { judgement: toldOf(judged) };
  const now = clock();
  const due = criteria.filter((criterion) => dueAt(criterion, endedAt) <= now);
  const found = prometheusOf(services);
  const readings = await Promise.all(
    due.map(async (criterion): Promise<RecoveryReading> => {
      const at = dueAt(criterion, endedAt);
      if (!found.ok) return { criterion, at, value: unknown(found.reason) };
      const asked = { at, worst: worstOf(criterion) };
      const value = await found.prometheus.valueAt(criterion.query, asked);
      return { criterion, at, value };
    }),
  );
  const recovery = decideRecovery(criteria, readings, { endedAt, now });
  return recovery.state === "look-again"
    ? { lookAgainAt: recovery.at }
    : { judgement: withRecovery(judged, recovery, readings) };
}

function withRecovery(
  judged: JudgedAttempt,
  recovery: Exclude<Recovery, { state: "look-again" }>,
  readings: RecoveryReading[],
): RunJudgement {
  const told = toldOf(
    recovery.state === "recovered"
      ? judged
      : {
          ...judged,
          verdict: "not-recovered",
          reason: recoveryReason(recovery.reading),
        },
  );
  const summary = [renderRecovery(readings), told.summary ?? ""]
    .filter((part) => part !== "")
    .join("\n\n");
  return { ...told, ...(summary === "" ? {} : { summary }) };
}
