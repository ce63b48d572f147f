import type { RecoveryCriterion } from "../policy/aftermath.ts";
import { holds } from "../policy/gates/criterion.ts";

/** A value has to be learned some time; while it can't be, nobody knows whether anything recovered. */
export const GRACE_MS = 15 * 60_000;
const RETRY_MS = 30_000;

/** What has to hold after a run, and at which moment that is looked at. */
export interface Watched {
  criterion: RecoveryCriterion;
  at: Date;
}

/** What one criterion came to at the moment by which it had to hold. */
export interface RecoveryReading extends Watched {
  value: ({ known: true; value: number } | { known: false; reason: string }) & {
    evidence: readonly { link?: string }[];
  };
}

export type Recovery =
  /** All of them held in their time. */
  | { state: "recovered" }
  /** The first that did not, or of which that could not be learned in a long while. */
  | { state: "failed"; reading: RecoveryReading }
  | { state: "look-again"; at: Date };

/** By when a criterion has to hold, counted from the end of the run. */
export function dueAt({ within }: RecoveryCriterion, endedAt: Date): Date {
  return new Date(endedAt.getTime() + within);
}

/**
 * Decides whether what a run broke recovered in time. Each criterion is read at the very moment by which it has to
 * hold, however late that is done, so that a look that comes late or twice decides the same.
 *
 * @param readings of all criteria that are due
 */
export function decideRecovery(
  criteria: readonly RecoveryCriterion[],
  readings: readonly RecoveryReading[],
  { endedAt, now }: { endedAt: Date; now: Date },
): Recovery {
  const failed = readings.find((reading) => isFailure(reading, now));
  if (failed) return { state: "failed", reading: failed };
  const waits = [
    ...(readings.some(({ value }) => !value.known)
      ? [now.getTime() + RETRY_MS]
      : []),
    ...criteria
      .map((criterion) => dueAt(criterion, endedAt).getTime())
      .filter((due) => due > now.getTime()),
  ];
  if (waits.length === 0) return { state: "recovered" };
  return { state: "look-again", at: new Date(Math.min(...waits)) };
}

function isFailure(
  { criterion, at, value }: RecoveryReading,
  now: Date,
): boolean {
  return value.known
    ? !holds(criterion, value.value)
    : now.getTime() > at.getTime() + GRACE_MS;
}
