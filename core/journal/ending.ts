import {
  count,
  type Judgement,
  type JudgeRule,
  sentence,
} from "./judgement.ts";
import { unplayedRollbacks } from "./rollbacks.ts";
import type { Entry, Journal } from "./schema.ts";
import { culpritPath, type Words } from "./words.ts";

/* Runs that were not carried out to their end, or not at all. */

export const dry: JudgeRule = ({ experiment }, words) => {
  const kind = experiment.dry;
  if (kind === undefined || kind === null || kind === false || kind === "")
    return undefined;
  return {
    verdict: "dry",
    reason: sentence(
      `it was a dry run (${words.value(kind)}), which proves nothing`,
    ),
    evidence: ["experiment", "dry"],
  };
};

export const notRun: JudgeRule = ({ steady_states }, words) => {
  const before = steady_states?.before;
  if (before?.steady_state_met !== false) return undefined;
  return {
    verdict: "not-run",
    reason: sentence(
      `the method was not played, for the steady state was not met before it${words.culprit(before)}`,
    ),
    evidence: ["steady_states", "before", ...culpritPath(before)],
  };
};

export const endedEarly: JudgeRule = (journal, words) => {
  const { status } = journal;
  if (status === "completed") return undefined;
  const { verdict, reason, evidence } = earlyEnd(journal, words);
  return {
    verdict,
    reason: sentence(`${reason}${rollbacksLeft(journal, words)}`),
    evidence,
  };
};

function earlyEnd(journal: Journal, words: Words): Judgement {
  const { status } = journal;
  switch (status) {
    case "aborted":
    case "interrupted": {
      const evidence = unfinished(journal);
      const at = evidence ? ` at ${words.activity(evidence.activity)}` : "";
      return {
        verdict: status,
        reason: `the run was ${status}${at}`,
        evidence: evidence?.path ?? ["status"],
      };
    }
    case "failed":
      return failed(journal, words);
    case undefined:
    case null:
      return {
        verdict: "interrupted",
        reason:
          "the journal was not written to its end, so the run or the writing of it was cut off",
        evidence: ["status"],
      };
    default:
      return {
        verdict: "failed",
        reason: `the run ended in a way that is not known here (${words.value(status)})`,
        evidence: ["status"],
      };
  }
}

/** What was under way when the run ended: an entry is written down when it begins, and gets its status when it ends. */
function unfinished({
  run,
  rollbacks,
}: Journal):
  { activity: Entry["activity"]; path: (string | number)[] } | undefined {
  for (const [list, entries] of Object.entries({ run, rollbacks })) {
    for (const [index, { activity, status }] of (entries ?? []).entries()) {
      if (typeof status !== "string") return { activity, path: [list, index] };
    }
  }
  return undefined;
}

/** A probe of the steady state raised, or it was out of tolerance and the run was told to fail fast. */
function failed({ steady_states }: Journal, words: Words): Judgement {
  const during = steady_states?.during ?? [];
  const unmet = during.findIndex((state) => state.steady_state_met === false);
  const looks = [
    { state: steady_states?.after, path: ["after"], when: "after" },
    { state: during[unmet], path: ["during", unmet], when: "during" },
  ];
  for (const { state, path, when } of looks) {
    if (state?.steady_state_met !== false) continue;
    return {
      verdict: "failed",
      reason: `the steady state failed ${when} the method${words.culprit(state)}`,
      evidence: ["steady_states", ...path, ...culpritPath(state)],
    };
  }
  return {
    verdict: "failed",
    reason: "Chaos Toolkit calls the run failed, and does not say why",
    evidence: ["status"],
  };
}

function rollbacksLeft(journal: Journal, words: Words): string {
  const left = unplayedRollbacks(journal);
  if (left.length === 0) return "";
  return left.length === 1
    ? `; ${words.activity(left[0], "rollback")} was not played`
    : `; ${count(left.length, "rollback")} were not played`;
}
