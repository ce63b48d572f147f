import { parseExperiment } from "../core/experiment/parse.ts";
import { judge } from "../core/journal/judge.ts";
import { parseJournal } from "../core/journal/parse.ts";
import type { Journal } from "../core/journal/schema.ts";
import { readTime } from "../core/journal/times.ts";
import type { RunVerdict } from "../core/journal/verdict.ts";
import { renderJournal } from "../core/render/journal.ts";
import type { RunJudgement } from "../core/request/request.ts";
import type { WorkflowRun } from "../providers/github/repository.ts";
import type { RunJournal } from "./run-journal.ts";

/** Leaves room in a comment for what stands around it. */
const SUMMARY_LIMIT = 30_000;

/** A run as it was judged by its journal. */
export interface JudgedAttempt {
  verdict: RunVerdict;
  /** One plain sentence that says why. */
  reason: string;
  /** Absent where it was not judged by one. */
  journal?: Journal;
}

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
): JudgedAttempt | undefined {
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
export function judgeWithoutJournal({
  conclusion,
}: WorkflowRun): JudgedAttempt {
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
): JudgedAttempt | undefined {
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
  const { verdict, reason } = judge(journal);
  return { verdict, reason, journal };
}

/** What everybody is told of it: the summary says the same verdict. */
export function toldOf({
  verdict,
  reason,
  journal,
}: JudgedAttempt): RunJudgement {
  if (!journal) return { verdict, reason };
  const limit = SUMMARY_LIMIT;
  const summary = renderJournal(journal, { verdict, reason }, { limit });
  return { verdict, reason, summary };
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

function failed(reason: string): JudgedAttempt {
  return { verdict: "failed", reason };
}
