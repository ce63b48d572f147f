import ICAL from "ical.js";
import type { Span } from "../window.ts";
import { DAY } from "../zone-clock.ts";
import { CalendarClocks, endAfter } from "./event-clock.ts";
import { readEvent, type CalendarEvent } from "./event.ts";
import { timesOfRule } from "./recurrence.ts";
import { UnusableCalendar } from "./unusable.ts";

const MOST_EVENTS = 5_000;
const MOST_RULES = 200;
const MOST_TIMES = 5_000;

/** One time that an event comes, in epoch milliseconds. */
interface CalendarTime extends Span {
  summary: string;
  /** E-mail addresses of people who did not decline; absent where nobody was asked to attend. */
  attendees?: string[];
}

export type CalendarRead =
  | { ok: true; times: CalendarTime[] }
  /** The rest of a sentence that begins with the calendar's name: `is no calendar`; and which event is to blame, from 0. */
  | { ok: false; reason: string; event?: number };

/**
 * Every time between two moments that an event of an iCalendar file comes, in order. Cancelled events do not come;
 * events that are marked as free time (TRANSP) do, because calendars mark whole days so by themselves.
 * Source: RFC 5545.
 *
 * @param zone of days and of times that name none
 */
export function readCalendar(
  text: string,
  zone: string,
  asked: Span,
): CalendarRead {
  try {
    return { ok: true, times: timesIn(text, zone, asked) };
  } catch (error) {
    if (error instanceof UnusableCalendar)
      return {
        ok: false,
        reason: error.message,
        ...(error.event !== undefined && { event: error.event }),
      };
    // Whatever ical.js throws, it is about the text.
    const why = error instanceof Error ? error.message.slice(0, 150) : "";
    return { ok: false, reason: `is no calendar (${why})` };
  }
}

function timesIn(text: string, zone: string, asked: Span): CalendarTime[] {
  const calendar = componentOf(text);
  const components = calendar.getAllSubcomponents("vevent");
  if (components.length > MOST_EVENTS)
    throw new UnusableCalendar(
      `has ${components.length} events, and at most ${MOST_EVENTS} are read`,
    );
  const clocks = new CalendarClocks(calendar, zone);
  const events = components.map((event, index) =>
    blaming(index, () => readEvent(event, clocks)),
  );
  const rules = events.filter((event) => event.rules.length > 0);
  if (rules.length > MOST_RULES)
    throw new UnusableCalendar(
      `has ${rules.length} events that come again, and at most ${MOST_RULES} are read`,
    );
  const replaced = replacedMoments(events);
  const times: CalendarTime[] = [];
  for (const [index, event] of events.entries()) {
    if (event.cancelled) continue;
    times.push(...blaming(index, () => timesOf(event, replaced, asked)));
    if (times.length > MOST_TIMES)
      throw new UnusableCalendar(
        `comes more than ${MOST_TIMES} times within ${(asked.to - asked.from) / DAY} days`,
      );
  }
  return times.toSorted((one, other) => one.from - other.from);
}

/** Whatever can't be done with an event, that event is to blame for. */
function blaming<Result>(event: number, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof UnusableCalendar) error.event = event;
    throw error;
  }
}

function componentOf(text: string): ICAL.Component {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text))
    throw new UnusableCalendar("does not begin with BEGIN:VCALENDAR");
  const parsed: unknown = ICAL.parse(text.trim());
  if (!Array.isArray(parsed) || parsed[0] !== "vcalendar")
    throw new UnusableCalendar("has more than one VCALENDAR");
  return new ICAL.Component(parsed);
}

/** By event, the moments for which another one stands. */
function replacedMoments(
  events: readonly CalendarEvent[],
): ReadonlyMap<string, ReadonlySet<number>> {
  const replaced = new Map<string, Set<number>>();
  for (const { uid, replaces } of events) {
    if (replaces === undefined) continue;
    const moments = replaced.get(uid) ?? new Set();
    replaced.set(uid, moments.add(replaces));
  }
  return replaced;
}

function timesOf(
  event: CalendarEvent,
  replaced: ReadonlyMap<string, ReadonlySet<number>>,
  asked: Span,
): CalendarTime[] {
  const { clock, first, length, left, summary, attendees } = event;
  const lasts = length.days * DAY + length.milliseconds;
  const local = {
    from: clock.localOf(asked.from) - lasts - DAY,
    to: clock.localOf(asked.to) + DAY,
  };
  const beginnings = [
    first,
    ...event.rules.flatMap((rule) => timesOfRule(rule, first, local)),
  ];
  const spans = [...new Set(beginnings)]
    .filter((begins) => !left.days.has(begins - (begins % DAY)))
    .map((begins) => ({
      from: clock.instantOf(begins),
      to: endAfter(begins, length, clock),
    }));
  const others = event.replaces === undefined && replaced.get(event.uid);
  return [...spans, ...event.added]
    .filter(({ from, to }) => from < to && from < asked.to && to > asked.from)
    .filter(({ from }) => !left.moments.has(from))
    .filter(({ from }) => !(others && others.has(from)))
    .map((span) => ({
      ...span,
      summary,
      ...(attendees && { attendees }),
    }));
}
