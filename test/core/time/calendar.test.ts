import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCalendar } from "../../../core/time/calendar/calendar.ts";
import { comesOn, type PlainRule } from "./rule-oracle.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/calendar");
const DAY = 86_400_000;
const ASKED = {
  from: Date.parse("2026-10-30T00:00Z"),
  to: Date.parse("2028-03-01T00:00Z"),
};

const calendars = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".ics"))
  .map((name) => basename(name, ".ics"));

function calendarOf(...event: string[]): string {
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "BEGIN:VEVENT",
    "UID:one",
    ...event,
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\n");
}

/** One line for each time that an event comes, or why the calendar can't be read. */
function said(text: string): string {
  const read = readCalendar(text, "Asia/Tokyo", ASKED);
  if (!read.ok) return `it ${read.reason}\n`;
  return read.times
    .map(
      ({ from, to, summary }) =>
        `${new Date(from).toISOString()} ${new Date(to).toISOString()} ${summary}\n`,
    )
    .join("");
}

describe("a calendar, read in Tokyo from November 2026 to February 2028, says", () => {
  it.each(calendars)("%s", async (name) => {
    const text = readFileSync(join(FIXTURES, `${name}.ics`), "utf8");
    await expect(said(text)).toMatchFileSnapshot(join(FIXTURES, `${name}.txt`));
  });
});

describe("a calendar that asks for too much", () => {
  const hostile: [string, string][] = [
    ["is mebibytes of one line", `BEGIN:VCALENDAR\n${"A".repeat(5_000_000)}`],
    [
      "is folded a hundred thousand times",
      `BEGIN:VCALENDAR\nX:a\n${" b\n".repeat(100_000)}END:VCALENDAR`,
    ],
    [
      "nests components without an end",
      `BEGIN:VCALENDAR\n${"BEGIN:VEVENT\n".repeat(50_000)}`,
    ],
    [
      "has rules that never come",
      calendarOf(
        "DTSTART:20200101T090000Z",
        ...Array.from(
          { length: 20 },
          () => "RRULE:FREQ=WEEKLY;BYSETPOS=30;BYDAY=MO",
        ),
      ),
    ],
    [
      "has a rule with an interval of a thousand million days",
      calendarOf(
        "DTSTART:20200101T090000Z",
        "RRULE:FREQ=DAILY;INTERVAL=1000000000",
      ),
    ],
    [
      "has a rule for every second of every day",
      calendarOf(
        "DTSTART:20200101T090000Z",
        `RRULE:FREQ=DAILY;BYSECOND=${Array.from({ length: 60 }, (_, second) => second).join(",")}`,
      ),
    ],
  ];

  it.each(hostile)("is answered at once where it %s", (_, text) => {
    const before = performance.now();
    said(text);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

const plainRule: fc.Arbitrary<PlainRule> = fc
  .record({
    freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 3 }),
    monthDays: fc.uniqueArray(fc.constantFrom(1, 5, 15, 29, 30, 31, -1, -2), {
      maxLength: 2,
    }),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
  })
  // RFC 5545 knows no days of the month in a week, and days of the week mean another thing in a year.
  .map((rule) => ({
    ...rule,
    monthDays: rule.freq === "WEEKLY" ? [] : rule.monthDays,
    weekdays: rule.freq === "YEARLY" ? [] : rule.weekdays,
    months: rule.freq === "YEARLY" ? rule.months.slice(0, 1) : rule.months,
  }));

describe("against a slow oracle that looks at every single day", () => {
  it("a rule comes on the same days", () => {
    const first = fc
      .integer({ min: 0, max: 1_500 })
      .map((days) => Date.UTC(2023, 0, 1) + days * DAY);
    fc.assert(
      fc.property(plainRule, first, (rule, start) => {
        const { freq, interval, weekdays, monthDays, months } = rule;
        const parts = [`FREQ=${freq}`, `INTERVAL=${interval}`];
        if (weekdays.length > 0) parts.push(`BYDAY=${weekdays.join(",")}`);
        if (monthDays.length > 0)
          parts.push(`BYMONTHDAY=${monthDays.join(",")}`);
        if (months.length > 0) parts.push(`BYMONTH=${months.join(",")}`);
        const day = new Date(start).toISOString().slice(0, 10);
        const read = readCalendar(
          calendarOf(
            `DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`,
            `RRULE:${parts.join(";")}`,
          ),
          "UTC",
          ASKED,
        );
        const expected: string[] = [];
        for (let one = ASKED.from; one < ASKED.to; one += DAY)
          if (one === start || (one > start && comesOn(rule, start, one)))
            expected.push(new Date(one).toISOString().slice(0, 10));
        const days = read.ok
          ? read.times.map(({ from }) =>
              new Date(from).toISOString().slice(0, 10),
            )
          : read.reason;
        expect(days).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});
