import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recurringIn } from "../../../core/policy/gates/window-hours.ts";
import { openingAt } from "../../../core/time/opening.ts";
import { WEEKDAYS } from "../../../core/time/window.ts";
import type { Effect, Window } from "../../../core/time/window.ts";
import { rruleText } from "./rule-text.ts";
import { Calendar, firstFree } from "./window-oracle.ts";

const MINUTE = 60_000;
const DAY = 1_440;

function opening(
  { closed = [], allowed = [] }: { closed?: Window[]; allowed?: Window[] },
  start: string | Date,
  minutes: number,
  zone = "UTC",
) {
  const recurring = recurringIn(zone);
  const all = (windows: Window[], effect: Effect) =>
    windows.map((window) => recurring(window, effect, () => window));
  return openingAt(
    { closed: all(closed, "closes"), allowed: all(allowed, "allows") },
    new Date(start),
    minutes * MINUTE,
  );
}

const opens = (closed: Window, start: string) =>
  opening({ closed: [closed] }, start, 1).open;
const opensAt = (moment: string) => ({ opensAt: new Date(moment) });

describe("days that come again every year", () => {
  const holidays: Window = { yearly: { from: "12-20", to: "01-03" } };

  it("are closed over the turn of the year, from the first day's midnight to the last one's", () => {
    const closed = [holidays];
    const at = (start: string) =>
      opening({ closed }, start, 1, "Europe/Berlin");
    expect(at("2026-12-19T22:59:00Z").open).toBe(true);
    expect(at("2026-12-19T23:00:00Z")).toMatchObject(
      opensAt("2027-01-03T23:00:00Z"),
    );
    expect(at("2027-01-03T22:59:00Z").open).toBe(false);
    expect(at("2027-01-03T23:00:00Z").open).toBe(true);
  });

  it("on 29 February are 28 February for what ends then, and 1 March for what begins then", () => {
    const until: Window = { yearly: { from: "02-01", to: "02-29" } };
    const since: Window = { yearly: { from: "02-29", to: "03-02" } };
    expect(opens(until, "2027-02-28T23:59:00Z")).toBe(false);
    expect(opens(until, "2027-03-01T00:00:00Z")).toBe(true);
    expect(opens(until, "2028-02-29T12:00:00Z")).toBe(false);
    expect(opens(since, "2027-02-28T12:00:00Z")).toBe(true);
    expect(opens(since, "2027-03-01T00:00:00Z")).toBe(false);
    expect(opens(since, "2028-02-29T00:00:00Z")).toBe(false);
  });
});

describe("a time that comes once", () => {
  it("includes its last day, and excludes its last moment", () => {
    const days: Window = { from: "2026-11-26", to: "2026-11-30" };
    expect(
      opening(
        { closed: [days] },
        "2026-11-26T05:00:00Z",
        15,
        "America/New_York",
      ),
    ).toMatchObject(opensAt("2026-12-01T05:00:00Z"));
    const hours: Window = { from: "2026-11-26T09:00", to: "2026-11-26T17:30" };
    expect(
      opening({ closed: [hours] }, "2026-11-26T08:00:00Z", 15, "Europe/Berlin"),
    ).toMatchObject(opensAt("2026-11-26T16:30:00Z"));
    const exact: Window = {
      from: "2026-11-26T09:00Z",
      to: "2026-11-26T17:30+02:00",
    };
    expect(
      opening({ closed: [exact] }, "2026-11-26T09:00:00Z", 1, "Asia/Tokyo"),
    ).toMatchObject(opensAt("2026-11-26T15:30:00Z"));
  });

  it("may last for years", () => {
    const long: Window = { from: "2026-01-01", to: "2029-12-31" };
    expect(opening({ closed: [long] }, "2026-11-26T08:00Z", 15)).toMatchObject(
      opensAt("2030-01-01T00:00:00Z"),
    );
  });
});

describe("what is allowed", () => {
  const office: Window = {
    days: ["mon", "tue", "wed", "thu"],
    from: "09:00",
    to: "16:00",
  };

  it("has to hold the whole run", () => {
    const allowed = [office];
    const tuesday = (time: string, minutes: number) =>
      opening({ allowed }, `2026-11-24T${time}Z`, minutes);
    expect(tuesday("09:00", 7 * 60)).toEqual({ open: true });
    expect(tuesday("08:59", 1)).toEqual({
      open: false,
      met: [],
      outsideFrom: new Date("2026-11-24T08:59Z"),
      ...opensAt("2026-11-24T09:00Z"),
    });
    expect(tuesday("15:50", 15)).toEqual({
      open: false,
      met: [],
      outsideFrom: new Date("2026-11-24T16:00Z"),
      ...opensAt("2026-11-25T09:00Z"),
    });
  });

  it("is one where two of them touch, and is closed where a blackout lies in it", () => {
    const night: Window = { days: ["tue"], from: "16:00", to: "24:00" };
    const allowed = [office, night];
    expect(opening({ allowed }, "2026-11-24T15:50Z", 15).open).toBe(true);
    const lunch: Window = { days: ["tue"], from: "12:00", to: "13:00" };
    expect(
      opening({ allowed, closed: [lunch] }, "2026-11-24T11:50Z", 15),
    ).toMatchObject(opensAt("2026-11-24T13:00Z"));
  });

  it("may be one single time, far ahead, and never comes again", () => {
    const allowed: Window[] = [
      { from: "2028-02-29T10:00", to: "2028-02-29T11:00" },
    ];
    expect(opening({ allowed }, "2026-11-24T15:50Z", 60)).toMatchObject(
      opensAt("2028-02-29T10:00Z"),
    );
    expect(opening({ allowed }, "2026-11-24T15:50Z", 61)).not.toHaveProperty(
      "opensAt",
    );
    expect(opening({ allowed }, "2028-03-24T15:50Z", 1)).not.toHaveProperty(
      "opensAt",
    );
  });

  it("may open only while two zones differ by an unusual number of hours", () => {
    // New York changes its clocks weeks before Berlin does; only then is it 14:00 there at 09:00 here.
    const allowed: Window[] = [
      {
        days: ["wed"],
        from: "09:00",
        to: "10:00",
        timezone: "America/New_York",
      },
    ];
    const closed: Window[] = [
      { days: ["wed"], from: "15:00", to: "16:00", timezone: "Europe/Berlin" },
    ];
    expect(opening({ allowed, closed }, "2026-11-24T12:00Z", 30)).toMatchObject(
      opensAt("2027-03-17T13:00Z"),
    );
  });
});

/* Whole years, in zones whose clocks change by an hour, by half an hour, never, and at midnight. */
const calendars = [
  ["Europe/Berlin", "2027-10-20"],
  ["America/New_York", "2026-03-01"],
  ["Australia/Lord_Howe", "2027-09-20"],
  ["Africa/Cairo", "2027-04-20"],
  // An hour that comes twice here begins at midnight.
  ["America/Havana", "2027-10-25"],
  ["Asia/Kolkata", "2028-02-10"],
].map(([zone = "", day = ""]) => {
  const first = Date.parse(`${day}T00:00Z`) / MINUTE - 30 * DAY;
  return { zone, first, calendar: new Calendar(zone, first, 100 * DAY) };
});

const timeOfDay = fc
  .oneof(
    fc.integer({ min: 0, max: DAY - 1 }),
    // Most of what can go wrong does so around the hours that are skipped or come twice.
    fc.integer({ min: 0, max: 240 }),
  )
  .map((minutes) => new Date(minutes * MINUTE).toISOString().slice(11, 16));

const weekly: fc.Arbitrary<Window> = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), {
    minLength: 1,
    maxLength: 3,
  }),
  from: timeOfDay,
  to: fc.oneof(timeOfDay, fc.constant("24:00")),
});

const byRule: fc.Arbitrary<Window> = fc.record({
  rrule: rruleText,
  from: timeOfDay,
  to: fc.oneof(timeOfDay, fc.constant("24:00")),
});

/** Days of the calendars' years that every year has. */
const monthDay = fc
  .integer({ min: 0, max: 364 })
  .map((day) =>
    new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(5, 10),
  );
const yearly: fc.Arbitrary<Window> = fc
  .record({ from: monthDay, to: monthDay })
  .map((days) => ({ yearly: days }));

describe("against a slow oracle that walks minute by minute through changes of the clocks", () => {
  const question = fc.constantFrom(...calendars).chain((calendar) => {
    const dated: fc.Arbitrary<Window> = fc
      .tuple(
        fc.integer({ min: 5 * DAY, max: 60 * DAY }),
        fc.integer({ min: 1, max: 4 * DAY }),
      )
      .map(([from, lasts]) => ({
        from: local(calendar.first + from),
        to: local(calendar.first + from + lasts),
      }));
    return fc.record({
      calendar: fc.constant(calendar),
      closed: fc.array(fc.oneof(weekly, dated, yearly, byRule), {
        maxLength: 4,
      }),
      allowed: fc.array(fc.oneof(weekly, byRule, weekly, dated), {
        maxLength: 3,
      }),
      // From three weeks before the change of the clocks to two weeks after it.
      start: fc.oneof(
        fc.integer({ min: 10 * DAY, max: 50 * DAY }),
        fc.integer({ min: 28 * DAY, max: 40 * DAY }),
      ),
      duration: fc.oneof(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 1_500 }),
      ),
    });
  });

  it("both name the same first moment from which the whole duration is free and allowed", () => {
    let compared = 0;
    fc.assert(
      fc.property(question, (asked) => {
        const { calendar, closed, allowed, start, duration } = asked;
        const { zone, first } = calendar;
        const instant = new Date((first + start) * MINUTE);
        const found = opening({ closed, allowed }, instant, duration, zone);
        const open = found.open ? instant : found.opensAt;
        const shut = closed.map((one) =>
          calendar.calendar.covered(one, "closes"),
        );
        const free = allowed.map((one) =>
          calendar.calendar.covered(one, "allows"),
        );
        const covered = Array.from(
          { length: 90 * DAY },
          (_, minute) =>
            shut.some((minutes) => minutes[minute]) ||
            (free.length > 0 && !free.some((minutes) => minutes[minute])),
        );
        const expected = firstFree(covered, start, duration);
        if (expected !== undefined) compared += 1;
        const answer = open && open.getTime() / MINUTE - first;
        const withinCalendar =
          answer !== undefined && answer + duration < 90 * DAY;
        expect(withinCalendar ? answer : undefined).toBe(expected);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it("what is named really stands in the way", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { calendar, closed, start, duration } = asked;
        const { zone, first } = calendar;
        const instant = new Date((first + start) * MINUTE);
        const found = opening({ closed }, instant, duration, zone);
        fc.pre(!found.open);
        for (const { item, from, to } of found.open ? [] : found.met) {
          if ("yearly" in item) continue;
          const covered = calendar.calendar.covered(item, "closes");
          const begins = from.getTime() / MINUTE - first;
          const ends = to.getTime() / MINUTE - first;
          expect(covered.slice(begins, ends)).not.toContain(false);
          expect(begins).toBeLessThan(start + Math.max(duration, 1));
          expect(ends).toBeGreaterThan(start);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The local time of a zone is near enough to UTC's for a window that may lie anywhere. */
function local(minute: number): string {
  return new Date(minute * MINUTE).toISOString().slice(0, 16);
}
