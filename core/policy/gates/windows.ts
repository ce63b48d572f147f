import * as z from "zod";
import { isInOrder, parseCalendarMoment } from "../../time/calendar-moment.ts";
import { readDayRule } from "../../time/day-rule.ts";
import { WEEKDAYS } from "../../time/window.ts";
import {
  experimentGlob,
  filePath,
  longDuration,
  name,
  timeOfDay,
  timeZone,
} from "../scalars.ts";

/* When something may run, and when not. */

const timezone = timeZone
  .describe("The zone of `from` and `to`; the policy's own where absent")
  .optional();

const reason = z
  .string()
  .min(1)
  .max(200)
  .describe("Why; shown to whoever is held up by it");

const hoursShape = {
  from: timeOfDay.describe("The first minute inside, local time"),
  to: timeOfDay.describe(
    "The first minute outside again; earlier than `from` means on the next day",
  ),
};

const weekly = z
  .strictObject({
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .describe("The days on which the window begins"),
    ...hoursShape,
    timezone,
  })
  .describe("A time that comes again every week");

const dayRule = z
  .string()
  .max(200)
  .refine((text) => readDayRule(text).ok, {
    error: ({ input }) => {
      const rule = readDayRule(String(input));
      const why = rule.ok ? "" : rule.reason;
      return `${why}; a rule that names its days itself is FREQ=MONTHLY;BYDAY=1TU`;
    },
  })
  .meta({
    examples: [
      "FREQ=MONTHLY;BYDAY=1TU",
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ],
  });

const byRule = z
  .strictObject({
    rrule: dayRule.describe(
      "The days on which the window begins, as iCalendar writes a rule; what has to be counted from a first day is for a calendar",
    ),
    ...hoursShape,
    reason: reason.optional(),
    timezone,
  })
  .describe("A time on days that come again by a rule");

const monthDay = z
  .string()
  .refine(
    (text) => parseCalendarMoment(`2024-${text}`)?.kind === "day",
    "a day of the year is MM-DD: 12-20",
  )
  .meta({ examples: ["12-20", "02-29"] });

const yearly = z
  .strictObject({
    yearly: z
      .strictObject({
        from: monthDay.describe("The first day inside"),
        to: monthDay.describe(
          "The last day inside; earlier than `from` means in the next year",
        ),
      })
      .describe("The days of the year, both inside"),
    reason: reason.optional(),
    timezone,
  })
  .describe("Days that come again every year");

const moment = z
  .string()
  .refine(
    (text) => parseCalendarMoment(text) !== undefined,
    "a date is 2026-11-26, a moment 2026-11-26T09:00, with Z or +01:00 where the zone's clocks are not meant",
  )
  .meta({ examples: ["2026-11-26", "2026-11-26T09:00"] });

const datedShape = {
  from: moment.describe("The first day or the first moment inside"),
  to: moment.describe("The last day inside, or the first moment outside again"),
};

const isOrdered = ({ from, to }: { from: string; to: string }) =>
  isInOrder(from, to);
const ORDER = { message: "it ends before it begins", path: ["to"] };

const dated = z
  .strictObject({ ...datedShape, reason: reason.optional(), timezone })
  .refine(isOrdered, ORDER)
  .describe("A time that comes once");

const calendarFreezes = z
  .strictObject({
    calendar: filePath
      .regex(/\.ics$/i, "a calendar is a file that ends in .ics")
      .describe(
        "An iCalendar file of the repository, each event of which is a freeze",
      )
      .meta({ examples: [".github/freezes.ics"] }),
  })
  .describe("Freezes from a calendar in the repository");

const feedFreezes = z
  .strictObject({
    feed: name.describe(
      "A calendar by the name that the operator gave it in CALENDAR_FEEDS, each event of which is a freeze",
    ),
  })
  .describe("Freezes from a calendar that the app's operator set up");

const anyFreeze = z.union([
  z
    .strictObject({ ...datedShape, reason, timezone })
    .refine(isOrdered, ORDER)
    .describe("A time in which nothing runs"),
  calendarFreezes,
  feedFreezes,
]);

const exemption = z
  .strictObject({
    experiments: z
      .array(experimentGlob)
      .min(1)
      .max(50)
      .describe("Names of experiments; `*` stands for any part of a name"),
    reason,
    until: moment
      .describe(
        "The last day or the first moment without it; for ever where absent",
      )
      .optional(),
    freezes: z
      .boolean()
      .default(false)
      .describe(
        "Whether they may run in freezes too, not in closed hours alone",
      ),
  })
  .describe("Experiments that may run although the windows are closed");

const window = z.union([weekly, byRule, yearly, dated]);

export const windows = z
  .strictObject({
    blackout: z
      .array(window)
      .max(100)
      .default([])
      .describe("Times in which nothing may run"),
    allowed: z
      .array(window)
      .max(100)
      .default([])
      .describe(
        "The only times in which something may run, blackouts and freezes aside; without any, every time is allowed",
      ),
    freezes: z
      .array(anyFreeze)
      .max(100)
      .default([])
      .describe("Times in which nothing runs, whatever the windows say"),
    exempt: z
      .array(exemption)
      .max(50)
      .default([])
      .describe("Experiments that the windows do not hold up; always shown"),
    expected_duration: longDuration
      .prefault("15m")
      .describe(
        "How long a run takes; the whole of it has to fit, and people have to be on call for all of it. Where there are no windows, a run counts as 15 minutes",
      ),
  })
  .describe("The hour is right");

export type WindowsSettings = z.output<typeof windows>;
export type PolicyWindow = z.output<typeof window>;
export type Exemption = z.output<typeof exemption>;
export type CalendarFreezes = z.output<
  typeof calendarFreezes | typeof feedFreezes
>;

/** What a calendar is called wherever it is shown; only a file's name has a dot in it. */
export function calendarName(freezes: CalendarFreezes): string {
  return "calendar" in freezes ? freezes.calendar : freezes.feed;
}

/** The calendars that the freezes come from. */
export function calendarsOf({ freezes }: WindowsSettings): CalendarFreezes[] {
  return freezes.filter((freeze) => "calendar" in freeze || "feed" in freeze);
}

/** The same without the freezes that only the app can look up. */
export function withoutCalendars(settings: WindowsSettings): WindowsSettings {
  const known = settings.freezes.filter((freeze) => "from" in freeze);
  return { ...settings, freezes: known };
}
