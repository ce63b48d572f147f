import type { Key } from "./key.ts";

/** What looks for things that may have been missed, and tells people something, can wait until the hour is over. */
const LEAVES_MUCH = 0.2;
/**
 * Which part of an installation's rate limit a look leaves to those that are more urgent. A request's look starts and
 * stops runs, so it waits for nothing but what stops everything, and what GitHub itself holds a run for.
 */
export const LEAVES: Record<Key["kind"], number> = {
  halt: 0,
  protection: 0,
  issue: 0.05,
  run: 0.1,
  failure: LEAVES_MUCH,
  "pull-request": LEAVES_MUCH,
  checks: LEAVES_MUCH,
  repository: LEAVES_MUCH,
};
