import { failureOf } from "./entry.ts";
import { type JudgeRule, sentence } from "./judgement.ts";
import { neverBegun, unknownStrategy, unplayedRollbacks } from "./rollbacks.ts";

/* What became of single activities; the hypothesis's own probes are not among them. */

export const activityFailed: JudgeRule = ({ experiment, run }, words) => {
  for (const [index, entry] of (run ?? []).entries()) {
    const failure = failureOf(entry);
    if (failure)
      return {
        verdict: "activity-failed",
        reason: sentence(words.failure(entry, failure)),
        evidence: ["run", index],
      };
  }
  const missing = neverBegun(experiment.method, run);
  if (missing.length === 0) return undefined;
  return {
    verdict: "activity-failed",
    reason: sentence(`${words.activity(missing[0])} was never begun`),
    evidence: ["run"],
  };
};

export const rollbackFailed: JudgeRule = (journal, words) => {
  for (const [index, entry] of (journal.rollbacks ?? []).entries()) {
    const failure = failureOf(entry);
    if (failure)
      return {
        verdict: "rollback-failed",
        reason: sentence(words.failure(entry, failure, "rollback")),
        evidence: ["rollbacks", index],
      };
  }
  const missing = unplayedRollbacks(journal);
  if (missing.length === 0) return undefined;
  const strategy = unknownStrategy(journal);
  const why =
    strategy === undefined
      ? ""
      : `, for Chaos Toolkit knows no rollback strategy "${words.value(strategy)}"`;
  return {
    verdict: "rollback-failed",
    reason: sentence(
      `${words.activity(missing[0], "rollback")} was not played${why}`,
    ),
    evidence: ["rollbacks"],
  };
};
