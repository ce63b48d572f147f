/**
 * What a run really was, judged by its whole journal in this order; only `held` is good news.
 * Chaos Toolkit's own status and exit code are not to be trusted: they call four kinds of failure a success.
 */
export const JOURNAL_VERDICTS = [
  "dry",
  "not-run",
  "aborted",
  "interrupted",
  "failed",
  "deviated",
  "deviated-during",
  "activity-failed",
  "rollback-failed",
  "held",
] as const;

export type JournalVerdict = (typeof JOURNAL_VERDICTS)[number];

/**
 * What a run is once also what came after it is known. `not-recovered`: it held by its journal, but what the policy
 * wants to hold after a run did not hold in time.
 */
export const RUN_VERDICTS = [...JOURNAL_VERDICTS, "not-recovered"] as const;

export type RunVerdict = (typeof RUN_VERDICTS)[number];

/** A dry run proves nothing, and breaks nothing. */
export function isFailure(verdict: RunVerdict): boolean {
  return verdict !== "held" && verdict !== "dry";
}
