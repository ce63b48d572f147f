import ICAL from "ical.js";
import { DAY } from "../zone-clock.ts";
import { endAfter, localTimeOf } from "./event-clock.ts";
import type { CalendarClocks, EventClock, Length } from "./event-clock.ts";
import type { Rule } from "./recurrence.ts";
import { UnusableCalendar } from "./unusable.ts";

/** One VEVENT, with its times as its clocks show them. */
export interface CalendarEvent {
  uid: string;
  summary: string;
  /** E-mail addresses of people who did not decline; absent where nobody was asked to attend. */
  attendees?: string[];
  cancelled: boolean;
  clock: EventClock;
  /** Local, like every time of a rule. */
  first: number;
  length: Length;
  rules: Rule[];
  /** Further beginnings, as moments, each with its end. */
  added: { from: number; to: number }[];
  /** Beginnings that are left out: moments, and whole local days. */
  left: { moments: ReadonlySet<number>; days: ReadonlySet<number> };
  /** The beginning that this event stands for instead, as a moment. */
  replaces?: number;
}

/** @throws UnusableCalendar */
export function readEvent(
  event: ICAL.Component,
  clocks: CalendarClocks,
): CalendarEvent {
  const summary = textOf(event, "summary") || "no title";
  const start = event.getFirstProperty("dtstart");
  if (!start) throw new UnusableCalendar(`has no DTSTART in “${summary}”`);
  const [time] = timesIn(start);
  if (!time) throw new UnusableCalendar(`has no time in “${summary}”`);
  const clock = clocks.of(start, time);
  const first = localTimeOf(time);
  const length = lengthOf(event, time, clock.instantOf(first), clocks);
  if (length.days < 0 || length.milliseconds < 0)
    throw new UnusableCalendar(`has “${summary}”, which ends before it begins`);
  const replaces = replacedBy(event, clocks);
  return {
    uid: textOf(event, "uid"),
    summary,
    ...attendeesOf(event),
    cancelled: textOf(event, "status").toUpperCase() === "CANCELLED",
    clock,
    first,
    length,
    rules: event.getAllProperties("rrule").map((rule) => readRule(rule, clock)),
    added: event
      .getAllProperties("rdate")
      .flatMap((property) => addedBy(property, length, clocks)),
    left: leftOut(event, clocks),
    ...(replaces !== undefined && { replaces }),
  };
}

function textOf(event: ICAL.Component, name: string): string {
  const value = event.getFirstPropertyValue(name);
  return typeof value === "string" ? value.slice(0, 200) : "";
}

/** Rooms and other things attend, too, and are nobody (RFC 5545, sections 3.2.3 and 3.2.12). */
function attendeesOf(event: ICAL.Component): { attendees?: string[] } {
  const asked = event.getAllProperties("attendee").flatMap((property) => {
    if (/^(ROOM|RESOURCE)$/.test(wordOf(property, "cutype"))) return [];
    const value: unknown = property.getFirstValue();
    const address = /^mailto:(?<email>.+)$/i.exec(String(value));
    const email = address?.groups?.["email"]?.trim() ?? "";
    const declined = wordOf(property, "partstat") === "DECLINED";
    return email === "" ? [] : [{ email, declined }];
  });
  if (asked.length === 0) return {};
  const coming = asked.filter(({ declined }) => !declined);
  return { attendees: coming.map(({ email }) => email) };
}

function wordOf(property: ICAL.Property, parameter: string): string {
  return String(property.getFirstParameter(parameter)).toUpperCase();
}

/** The times of a property. What is no date, such as a thirteenth month, would be read as another one. */
function timesIn(property: ICAL.Property): ICAL.Time[] {
  const values: unknown[] = property.getValues();
  const written: unknown[] = property.toJSON().slice(3);
  return values.map((value, index) => {
    const sound = value instanceof ICAL.Time && value.toString();
    if (!(value instanceof ICAL.Time) || sound !== written[index])
      throw new UnusableCalendar(
        `has ${property.name.toUpperCase()} ${String(written[index]).slice(0, 40)}, which is no time`,
      );
    return value;
  });
}

/** RFC 5545 section 3.6.1: a day without an end lasts that day, a time without one takes no time. */
function lengthOf(
  event: ICAL.Component,
  start: ICAL.Time,
  begins: number,
  clocks: CalendarClocks,
): Length {
  const end = event.getFirstProperty("dtend");
  const [time] = end ? timesIn(end) : [];
  if (end && time) {
    const ends = localTimeOf(time);
    if (start.isDate)
      return { days: (ends - localTimeOf(start)) / DAY, milliseconds: 0 };
    const lasts = clocks.of(end, time).instantOf(ends) - begins;
    // A beginning in an hour that the clocks skip is moved later, and may be moved behind the end.
    const shown = ends - localTimeOf(start);
    return { days: 0, milliseconds: lasts < 0 ? shown : lasts };
  }
  const duration = event.getFirstPropertyValue("duration");
  if (duration instanceof ICAL.Duration) return lengthIn(duration);
  return { days: start.isDate ? 1 : 0, milliseconds: 0 };
}

function lengthIn(duration: ICAL.Duration): Length {
  const sign = duration.isNegative ? -1 : 1;
  const days = duration.weeks * 7 + duration.days;
  const { hours, minutes, seconds } = duration;
  return {
    days: sign * days,
    milliseconds: sign * ((hours * 60 + minutes) * 60 + seconds) * 1_000,
  };
}

function readRule(property: ICAL.Property, clock: EventClock): Rule {
  const recur: unknown = property.getFirstValue();
  if (!(recur instanceof ICAL.Recur))
    throw new UnusableCalendar("has an RRULE that is none");
  const { until } = recur;
  if (!until) return { recur };
  const local = localTimeOf(until);
  if (until.isDate) return { recur, until: local + DAY - 1 };
  const utc = until.zone === ICAL.Timezone.utcTimezone;
  return { recur, until: utc ? clock.localOf(local) : local };
}

function addedBy(
  property: ICAL.Property,
  length: Length,
  clocks: CalendarClocks,
): { from: number; to: number }[] {
  const values: unknown[] = property.getValues();
  const periods = values.filter((value) => value instanceof ICAL.Period);
  if (periods.length > 0)
    return periods.map((period) => ({
      from: momentOf(property, period.start, clocks),
      to: momentOf(property, period.getEnd(), clocks),
    }));
  return timesIn(property).map((time) => {
    const clock = clocks.of(property, time);
    const local = localTimeOf(time);
    return { from: clock.instantOf(local), to: endAfter(local, length, clock) };
  });
}

function momentOf(
  property: ICAL.Property,
  time: ICAL.Time,
  clocks: CalendarClocks,
): number {
  return clocks.of(property, time).instantOf(localTimeOf(time));
}

function leftOut(
  event: ICAL.Component,
  clocks: CalendarClocks,
): CalendarEvent["left"] {
  const moments = new Set<number>();
  const days = new Set<number>();
  for (const property of event.getAllProperties("exdate"))
    for (const time of timesIn(property)) {
      const local = localTimeOf(time);
      if (time.isDate) days.add(local);
      else moments.add(momentOf(property, time, clocks));
    }
  return { moments, days };
}

function replacedBy(
  event: ICAL.Component,
  clocks: CalendarClocks,
): number | undefined {
  const property = event.getFirstProperty("recurrence-id");
  if (!property) return undefined;
  if (property.getFirstParameter("range"))
    throw new UnusableCalendar(
      "changes an event and all that follow it (RANGE=THISANDFUTURE), which is not supported",
    );
  const [time] = timesIn(property);
  return time && momentOf(property, time, clocks);
}
