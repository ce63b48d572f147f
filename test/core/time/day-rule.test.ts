import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDayRule } from "../../../core/time/day-rule.ts";
import { rruleText } from "./rule-text.ts";
import { daysOfRule } from "./window-oracle.ts";

const DAY = 86_400_000;
const dayOf = (date: string) => Date.parse(`${date}T00:00Z`) / DAY;

function comingDays(rrule: string, days: readonly number[]): number[] {
  const rule = readDayRule(rrule);
  if (!rule.ok) throw new Error(`${rrule}: ${rule.reason}`);
  return days.filter((day) => rule.comesOn(day));
}

const YEAR = Array.from({ length: 366 }, (_, day) => dayOf("2026-01-01") + day);
const shown = (rrule: string) =>
  comingDays(rrule, YEAR)
    .slice(0, 3)
    .map((day) => new Date(day * DAY).toISOString().slice(0, 10));

describe("a rule of days", () => {
  it.each([
    ["FREQ=MONTHLY;BYDAY=1TU", "2026-01-06", "2026-02-03", "2026-03-03"],
    ["FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30", "2026-02-27", "2026-03-27"],
    ["FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-02-28", "2026-03-31"],
    ["FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-03-31", "2026-05-31"],
    [
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
      "2026-01-30",
      "2026-02-27",
      "2026-03-31",
    ],
    ["FREQ=YEARLY;BYMONTH=3,6;BYDAY=2SU", "2026-03-08", "2026-06-14"],
    [
      "FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=TH",
      "2026-01-01",
      "2026-01-08",
      "2026-01-15",
    ],
  ])("%s comes on the days that it names", (rrule, ...days) => {
    expect(shown(rrule)).toEqual(days);
  });

  it.each([
    ["FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", /INTERVAL=2 is not known here/],
    ["FREQ=DAILY;COUNT=3", /COUNT=3 is not known here/],
    ["FREQ=MINUTELY", /FREQ=MINUTELY is not known here/],
    ["BYDAY=MO", /FREQ is missing/],
    ["", /not known here/],
    ["FREQ=WEEKLY", /takes its days from BYDAY/],
    ["FREQ=MONTHLY", /takes its days from BYDAY or BYMONTHDAY/],
    ["FREQ=YEARLY;BYMONTH=3", /takes its days from BYDAY or BYMONTHDAY/],
    ["FREQ=YEARLY;BYDAY=20MO", /BYDAY=20MO is not known here/],
    ["FREQ=YEARLY;BYDAY=1MO", /counts within months/],
    ["FREQ=WEEKLY;BYDAY=1MO", /counts within months/],
    ["FREQ=DAILY;BYSETPOS=1", /BYSETPOS counts within months/],
    ["FREQ=DAILY;FREQ=DAILY", /FREQ stands there twice/],
    ["FREQ=DAILY;constructor=1", /constructor=1 is not known here/],
  ])("%s is refused with the reason", (rrule, reason) => {
    const rule = readDayRule(rrule);
    expect(rule.ok ? "" : rule.reason).toMatch(reason);
  });

  it("comes on the same days as by a library that follows it from a first day on", () => {
    const days = Array.from(
      { length: 4 * 366 },
      (_, day) => dayOf("2027-03-10") + day,
    );
    fc.assert(
      fc.property(rruleText, (rrule) => {
        expect(comingDays(rrule, days)).toEqual(daysOfRule(rrule, days));
      }),
      { numRuns: 150 },
    );
  });
});
