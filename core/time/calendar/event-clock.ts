import ICAL from "ical.js";
import { isTimeZone } from "../zone.ts";
import { clockOf, DAY } from "../zone-clock.ts";
import { UnusableCalendar } from "./unusable.ts";

/** Turns the local times of one event into moments, and back. */
export interface EventClock {
  instantOf(local: number): number;
  localOf(instant: number): number;
}

const UTC: EventClock = {
  instantOf: (local) => local,
  localOf: (instant) => instant,
};

/**
 * The clocks that a calendar's times are read by: an IANA zone by the IANA database, any other by what the calendar
 * itself says of it (VTIMEZONE). A day, and a time that names no zone, is read in the zone of who asks.
 */
export class CalendarClocks {
  readonly #calendar: ICAL.Component;
  readonly #zone: string;
  readonly #clocks = new Map<string, EventClock>();

  constructor(calendar: ICAL.Component, zone: string) {
    this.#calendar = calendar;
    this.#zone = zone;
  }

  /** @throws UnusableCalendar where nobody knows the zone */
  of(property: ICAL.Property, time: ICAL.Time): EventClock {
    if (time.zone === ICAL.Timezone.utcTimezone) return UTC;
    const tzid = property.getFirstParameter("tzid");
    const zone = time.isDate || !tzid ? this.#zone : tzid;
    const clock = this.#clocks.get(zone) ?? this.#make(zone);
    this.#clocks.set(zone, clock);
    return clock;
  }

  #make(zone: string): EventClock {
    if (isTimeZone(zone)) return clockOf(zone);
    const described = this.#calendar
      .getAllSubcomponents("vtimezone")
      .find((one) => one.getFirstPropertyValue("tzid") === zone);
    if (described) return describedClock(new ICAL.Timezone(described));
    throw new UnusableCalendar(
      `names the time zone ${zone.slice(0, 100)}, which is neither in the IANA database nor described in the file`,
    );
  }
}

function describedClock(zone: ICAL.Timezone): EventClock {
  const offsetAt = (local: number) =>
    zone.utcOffset(ICAL.Time.fromJSDate(new Date(local), true)) * 1_000;
  return {
    instantOf: (local) => local - offsetAt(local),
    // Off by an hour around a change of the clocks at most, and asked for days alone.
    localOf: (instant) => instant + offsetAt(instant),
  };
}

/** A time as its clocks show it: milliseconds as if they were UTC. */
export function localTimeOf(time: ICAL.Time): number {
  return Date.UTC(
    time.year,
    time.month - 1,
    time.day,
    time.hour,
    time.minute,
    time.second,
  );
}

/** How long an event lasts: whole days by the clocks, and the rest as it passes. */
export interface Length {
  days: number;
  milliseconds: number;
}

/** When something that begins at a local time is over. */
export function endAfter(
  local: number,
  { days, milliseconds }: Length,
  clock: EventClock,
): number {
  return clock.instantOf(local + days * DAY) + milliseconds;
}
