/**
 * What a run really was, judged by its whole journal in this order; only `held` is good news.
 * Chaos Toolkit's own status and exit code are not to be trusted: they call four kinds of failure a success.
 */
export const RUN_VERDICTS = [
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

export type RunVerdict = (typeof RUN_VERDICTS)[number];

/** A dry run proves nothing, and breaks nothing. */
export function isFailure(verdict: RunVerdict): boolean {
  return verdict !== "held" && verdict !== "dry";
}
