import { localEnd, parseCalendarMoment } from "./calendar-moment.ts";
import { readDayRule } from "./day-rule.ts";
import { DAY, type ZoneClock } from "./zone-clock.ts";

export const WEEKDAYS = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
] as const;

interface Zoned {
  /** IANA zone of its days and times; the policy's own where absent. */
  timezone?: string | undefined;
}

/**
 * A time that comes again every week, in local time: from `from` (inside) up to `to` (outside), both `HH:MM` from
 * `00:00` to `24:00`. Where `to` is not later than `from`, the window ends on the next day; where both are the same,
 * it lasts a whole day.
 */
export interface WeeklyWindow extends Zoned {
  /** The days on which it begins. */
  days: (typeof WEEKDAYS)[number][];
  from: string;
  to: string;
}

/** The same on the days on which a recurrence rule comes. */
interface RuleWindow extends Zoned {
  rrule: string;
  from: string;
  to: string;
  reason?: string | undefined;
}

/** Days that come again every year, `MM-DD`, both inside; into the next year where `to` is earlier than `from`. */
interface YearlyWindow extends Zoned {
  yearly: { from: string; to: string };
  reason?: string | undefined;
}

/** A time that comes once; a day is inside from its first to its last moment, a time of day is an edge. */
interface DatedWindow extends Zoned {
  from: string;
  to: string;
  reason?: string | undefined;
}

export type Window = WeeklyWindow | RuleWindow | YearlyWindow | DatedWindow;

/**
 * What a window is for. Where the clocks show its end twice, one that closes ends with the second time, and one that
 * allows with the first: what is in doubt stays closed.
 */
export type Effect = "closes" | "allows";

/** Half-open, in epoch milliseconds: what ends in the moment in which a span begins keeps free of it. */
export interface Span {
  from: number;
  to: number;
}

/** Each time that the window comes between two moments, whole also where it reaches beyond them, in order. */
export function spansOf(
  window: Window,
  effect: Effect,
  clock: ZoneClock,
  asked: Span,
): Span[] {
  const edges = edgesIn(clock, effect);
  const spans = allSpans(window, edges, asked);
  return spans.filter(
    // A window that lies in an hour that is skipped does not come that day.
    ({ from, to }) => from < to && from < asked.to && to > asked.from,
  );
}

function allSpans(window: Window, edges: Edges, asked: Span): Span[] {
  if ("days" in window)
    return daySpans(window, weekdaysIn(window), edges, asked);
  if ("rrule" in window) return daySpans(window, ruleIn(window), edges, asked);
  if ("yearly" in window) return yearlySpans(window, edges, asked);
  return datedSpans(window, edges);
}

type ComesOn = (day: number) => boolean;

function weekdaysIn({ days }: WeeklyWindow): ComesOn {
  const numbers = new Set(days.map((day) => WEEKDAYS.indexOf(day)));
  // 1 January 1970 was a Thursday.
  return (day) => numbers.has((((day + 3) % 7) + 7) % 7);
}

function ruleIn({ rrule }: RuleWindow): ComesOn {
  const rule = readDayRule(rrule);
  if (!rule.ok) throw new Error(`no rule: ${rrule}: ${rule.reason}`);
  return rule.comesOn;
}

function daySpans(
  window: WeeklyWindow | RuleWindow,
  comesOn: ComesOn,
  { clock, begins, ends }: Edges,
  asked: Span,
): Span[] {
  const from = timeOf(window.from);
  const to = timeOf(window.to) + (window.to > window.from ? 0 : DAY);
  const spans: Span[] = [];
  // A window lasts a day at most, and begins at the end of its day at the latest.
  const first = Math.floor(clock.localOf(asked.from) / DAY) - 3;
  const last = Math.floor(clock.localOf(asked.to) / DAY) + 1;
  for (let day = first; day <= last; day += 1) {
    if (!comesOn(day)) continue;
    const midnight = day * DAY;
    spans.push({
      from: begins(midnight + from),
      to: ends(midnight + to),
    });
  }
  return spans;
}

function timeOf(timeOfDay: string): number {
  const minutes =
    Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3));
  return minutes * 60_000;
}

function yearlySpans(
  { yearly: { from, to } }: YearlyWindow,
  { clock, begins, ends }: Edges,
  asked: Span,
): Span[] {
  const spans: Span[] = [];
  const last = new Date(clock.localOf(asked.to)).getUTCFullYear();
  const first = new Date(clock.localOf(asked.from)).getUTCFullYear() - 1;
  for (let year = first; year <= last; year += 1) {
    const after = dayOf(to < from ? year + 1 : year, to, "before") + DAY;
    spans.push({
      from: begins(dayOf(year, from, "after")),
      to: ends(after),
    });
  }
  return spans;
}

/** 29 February is, in a year that has none, 1 March for what begins then and 28 February for what ends then. */
function dayOf(year: number, monthDay: string, or: "before" | "after"): number {
  const day = Date.UTC(
    year,
    Number(monthDay.slice(0, 2)) - 1,
    Number(monthDay.slice(3)),
  );
  const moved = new Date(day).toISOString().slice(5, 10) !== monthDay;
  return moved && or === "before" ? day - DAY : day;
}

function datedSpans(
  { from, to }: DatedWindow,
  { begins, ends }: Edges,
): Span[] {
  const [first, last] = [parseCalendarMoment(from), parseCalendarMoment(to)];
  if (!first || !last) throw new Error(`no dated window: ${from} to ${to}`);
  return [
    {
      from: first.kind === "instant" ? first.at : begins(first.local),
      to: last.kind === "instant" ? last.at : ends(localEnd(last)),
    },
  ];
}

/** How local times become the edges of a window. */
interface Edges {
  clock: ZoneClock;
  begins: (local: number) => number;
  ends: (local: number) => number;
}

function edgesIn(clock: ZoneClock, effect: Effect): Edges {
  const begins = (local: number) => clock.firstAt(local);
  const ends =
    effect === "closes" ? (local: number) => clock.lastBefore(local) : begins;
  return { clock, begins, ends };
}
