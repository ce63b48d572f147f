import { Temporal } from "temporal-polyfill";

export const WEEKDAYS = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
] as const;

/**
 * A time that comes again every week, in local time: from `from` (inside) up to `to` (outside), both `HH:MM` from
 * `00:00` to `24:00`. Where `to` is not later than `from`, the window ends on the next day; where both are the same,
 * it lasts a whole day.
 */
export interface WeeklyWindow {
  /** The days on which it begins. */
  days: (typeof WEEKDAYS)[number][];
  from: string;
  to: string;
  /** IANA zone of `from` and `to`; the policy's own where absent. */
  timezone?: string | undefined;
}

export type Blackout<W extends WeeklyWindow = WeeklyWindow> =
  | { open: true }
  | {
      open: false;
      /** The window that is met first, and when it begins and ends this time. */
      window: W;
      from: Date;
      to: Date;
      /** The first moment from which the whole duration is free; absent where none comes within five weeks. */
      opensAt?: Date;
    };

const DAY = 86_400_000;
const HORIZON = 35 * DAY;
/** Every window returns within a week, or two where a change of the clocks swallows it once. */
const LONGEST_FREE = 16 * DAY;

/**
 * Whether something that starts at `start` and lasts `durationMs` keeps free of all windows. Windows are half-open:
 * what ends in the minute in which a window begins keeps free of it, and so does what starts in the minute in which
 * it ends.
 *
 * Local times that a change of the clocks skips count as that much later, those that come twice as the first of the
 * two (Temporal's disambiguation `compatible`, RFC 5545 section 3.3.5).
 */
export function blackoutAt<W extends WeeklyWindow>(
  windows: readonly W[],
  defaultZone: string,
  start: Date,
  durationMs: number,
): Blackout<W> {
  // A duration of nothing still has to start at a moment that is free.
  const length = Math.min(Math.max(durationMs, 1), LONGEST_FREE);
  const until = start.getTime() + HORIZON;
  const occurrences = windows
    .flatMap((window) =>
      occurrencesOf(window, defaultZone, start, until + length),
    )
    .toSorted((one, other) => one.from - other.from);

  let first: Occurrence<W> | undefined;
  let free = start.getTime();
  for (const occurrence of occurrences) {
    if (occurrence.from >= free + length) break;
    if (occurrence.to <= free) continue;
    first ??= occurrence;
    free = occurrence.to;
  }
  if (!first) return { open: true };
  return {
    open: false,
    window: first.window,
    from: new Date(first.from),
    to: new Date(first.to),
    ...(free <= until && { opensAt: new Date(free) }),
  };
}

interface Occurrence<W> {
  window: W;
  /** Epoch milliseconds. */
  from: number;
  to: number;
}

/** Each time that the window comes between shortly before `start` and `end`. */
function occurrencesOf<W extends WeeklyWindow>(
  window: W,
  defaultZone: string,
  start: Date,
  end: number,
): Occurrence<W>[] {
  const zone = window.timezone ?? defaultZone;
  const from = minutesOf(window.from);
  const to = minutesOf(window.to) + (window.to > window.from ? 0 : 24 * 60);
  const occurrences: Occurrence<W>[] = [];
  // A window lasts a day at most, and begins at the end of its day at the latest.
  let day = localDay(start, zone).subtract({ days: 3 });
  for (;;) {
    const begins = instantAt(day, from, zone);
    if (begins >= end) return occurrences;
    const weekday = WEEKDAYS[day.dayOfWeek - 1];
    const ends = instantAt(day, to, zone);
    // A window that lies in an hour that is skipped does not come that day.
    if (weekday !== undefined && window.days.includes(weekday) && begins < ends)
      occurrences.push({ window, from: begins, to: ends });
    day = day.add({ days: 1 });
  }
}

function localDay(instant: Date, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
}

function minutesOf(timeOfDay: string): number {
  return Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));
}

/** The moment at which the zone's clocks show that many minutes after the day's midnight. */
function instantAt(
  day: Temporal.PlainDate,
  minutes: number,
  zone: string,
): number {
  return day
    .toPlainDateTime()
    .add({ minutes })
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}
