import type { RunVerdict } from "../core/journal/verdict.ts";

/** A finished workflow run, as far as it proves something. */
export interface JudgedRun {
  /** The workflow run's id. */
  run: number;
  /** The file in .github/workflows that ran it. */
  workflow: string;
  verdict: RunVerdict;
  endedAt: Date;
  url: string;
}

/** What is remembered of finished runs. */
export interface RunHistory {
  /** Judged runs of one digest in one environment, the latest end first; at most 100. */
  runsOf(
    repository: { owner: string; repo: string },
    filter: { environment: string; digest: string },
  ): Promise<JudgedRun[]>;
}

/** A run that a request has started, or is about to start. */
export interface StartedRun {
  experiment: string;
  environment: string;
  correlation: string;
  intendedAt: Date;
  /** Absent while it is not known. */
  run?: { id: number };
}
