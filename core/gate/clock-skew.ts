/**
 * How far another machine's clock may be ahead of ours, in milliseconds: a moment up to this far in the future
 * counts as now.
 */
export const CLOCK_SKEW = 60_000;
