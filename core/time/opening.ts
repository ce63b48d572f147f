import type { Span } from "./window.ts";
import { DAY } from "./zone-clock.ts";

/** Something that comes at times, and what it is called by whoever asks. */
export interface Recurring<T> {
  item: T;
  /** Every time that it comes between two moments. */
  spans: (asked: Span) => Span[];
}

/** When nothing may run, and the only times in which something may; without any of those, it may at any time. */
export interface Hours<T> {
  closed: readonly Recurring<T>[];
  allowed: readonly Recurring<T>[];
}

export type Opening<T> =
  | { open: true }
  | {
      open: false;
      /** What is closed at any moment of the run, in the order in which it is met. */
      met: { item: T; from: Date; to: Date }[];
      /** The run's first moment outside of everything that is allowed; absent where it lies within. */
      outsideFrom?: Date;
      /** The first moment from which the whole duration is free; absent where none comes within the horizon. */
      opensAt?: Date;
    };

/** GitHub ends every workflow run after 35 days, so no run is longer. */
const LONGEST_RUN = 35 * DAY;
/** 29 February comes within it, but for the turn of most centuries. */
const HORIZON = 5 * 366 * DAY;
/** How far the search goes in one step: most answers lie within the first. */
const STEP = 35 * DAY;

/**
 * Whether something that starts at `start` and lasts `duration` milliseconds keeps free of all that is closed, and lies
 * wholly in what is allowed; allowed times that touch are one.
 */
export function openingAt<T>(
  hours: Hours<T>,
  start: Date,
  duration: number,
): Opening<T> {
  // A duration of nothing still has to start at a moment that is free.
  const length = Math.min(Math.max(duration, 1), LONGEST_RUN);
  const begin = start.getTime();
  const now = { from: begin, to: begin + length };
  const met = timesOf(hours.closed, now);
  const [gap] = gapsBetween(hours.allowed, now);
  if (met.length === 0 && !gap) return { open: true };

  const free = firstFree(hours, begin, length);
  return {
    open: false,
    met: met.map(({ item, from, to }) => ({
      item,
      from: new Date(from),
      to: new Date(to),
    })),
    ...(gap && { outsideFrom: new Date(gap.from) }),
    ...(free !== undefined && { opensAt: new Date(free) }),
  };
}

function firstFree<T>(
  hours: Hours<T>,
  begin: number,
  length: number,
): number | undefined {
  const limit = begin + HORIZON;
  let free = begin;
  while (free <= limit) {
    const asked = { from: free, to: free + STEP + length };
    const barriers = [
      ...timesOf(hours.closed, asked),
      ...gapsBetween(hours.allowed, asked),
    ].toSorted((one, other) => one.from - other.from);
    const next = passBy(barriers, free, length);
    // The whole run lies within what was looked through.
    if (next + length <= asked.to) return next <= limit ? next : undefined;
    free = next;
  }
  return undefined;
}

/** The first moment from which `length` is free of all barriers, as far as they are known. */
function passBy(
  barriers: readonly Span[],
  begin: number,
  length: number,
): number {
  let free = begin;
  for (const { from, to } of barriers) {
    if (from >= free + length) break;
    free = Math.max(free, to);
  }
  return free;
}

function timesOf<T>(
  all: readonly Recurring<T>[],
  asked: Span,
): (Span & { item: T })[] {
  return all
    .flatMap(({ item, spans }) =>
      spans(asked).map((span) => ({ ...span, item })),
    )
    .toSorted((one, other) => one.from - other.from);
}

/** Where nothing is allowed between two moments. */
function gapsBetween<T>(allowed: readonly Recurring<T>[], asked: Span): Span[] {
  if (allowed.length === 0) return [];
  const gaps: Span[] = [];
  let covered = asked.from;
  for (const { from, to } of timesOf(allowed, asked)) {
    if (from > covered) gaps.push({ from: covered, to: from });
    covered = Math.max(covered, to);
  }
  if (covered < asked.to) gaps.push({ from: covered, to: asked.to });
  return gaps;
}
