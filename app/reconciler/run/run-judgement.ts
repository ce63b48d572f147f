import { parseExperiment } from "../../../core/experiment/parse.ts";
import { judge } from "../../../core/journal/judge.ts";
import { parseJournal } from "../../../core/journal/parse.ts";
import { readTime } from "../../../core/journal/times.ts";
import { renderJournal } from "../../../core/render/journal.ts";
import type { RunJudgement } from "../../../core/request/request.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { RunJournal } from "./run-journal.ts";

/** Leaves room in a comment for what stands around it. */
const SUMMARY_LIMIT = 30_000;

/** The experiment as it stood at the run's commit. */
export type RunExperiment =
  { ok: true; path: string; text: string } | { ok: false; reason: string };

/**
 * Judges a finished run by its journal.
 *
 * @returns undefined where the run left no journal of its own
 */
export function judgeRun(
  run: WorkflowRun,
  journal: RunJournal,
  experiment: RunExperiment,
): RunJudgement | undefined {
  switch (journal.state) {
    case "missing":
      return undefined;
    case "unreadable":
      return failed(journal.problem);
    case "uploaded":
      return judgeJournal(run, journal.text, experiment);
  }
}

/** What a run of ours is that left no journal. */
export function judgeWithoutJournal({ conclusion }: WorkflowRun): RunJudgement {
  if (conclusion === "cancelled") {
    return {
      verdict: "interrupted",
      reason:
        "The run was cancelled, and no journal was uploaded: whether its rollbacks were played is not known.",
    };
  }
  return failed(
    `No journal was uploaded, and the run ended with ${conclusion ?? "nothing"}: what it did is not known.`,
  );
}

function judgeJournal(
  run: WorkflowRun,
  text: string,
  experiment: RunExperiment,
): RunJudgement | undefined {
  const parsed = parseJournal(text);
  if (!parsed.ok) return failed(parsed.problem);
  const { journal } = parsed;
  if (isOfEarlierAttempt(run, journal.start)) return undefined;
  if (!experiment.ok) {
    return failed(
      `What ran can't be told: at the run's commit ${run.commit.slice(0, 7)} there is no such experiment. ${experiment.reason}`,
    );
  }
  const { experiment: written } = parseExperiment(experiment.text, {
    file: experiment.path,
  });
  if (written?.title !== journal.experiment.title) {
    return failed(
      `The journal is of another experiment than ${experiment.path} at the run's commit ${run.commit.slice(0, 7)}.`,
    );
  }
  const judgement = judge(journal);
  return {
    verdict: judgement.verdict,
    reason: judgement.reason,
    summary: renderJournal(journal, judgement, { limit: SUMMARY_LIMIT }),
  };
}

/** All attempts of a run share its artifacts: what began before this attempt is no proof of it. */
function isOfEarlierAttempt(
  { attempt, startedAt }: WorkflowRun,
  start: string | null | undefined,
): boolean {
  if (attempt === 1) return false;
  const began = readTime(start);
  return !began || began < startedAt;
}

function failed(reason: string): RunJudgement {
  return { verdict: "failed", reason };
}
