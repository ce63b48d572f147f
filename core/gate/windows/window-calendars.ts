import {
  calendarName,
  calendarsOf,
  type WindowsSettings,
} from "../../policy/gates/windows.ts";
import type { Recurring } from "../../time/opening.ts";
import type { Evidence } from "../fact.ts";
import type { CalendarTimes, GateFacts } from "../facts.ts";

/** A freeze as people know it: why, and from which calendar where it comes from one. */
export interface Frozen {
  reason: string;
  calendar?: string;
}

/** A calendar of which nobody could tell when its freezes are; `detail` says why. */
export type Unread =
  | { calendar: string; why: "not-looked-up" }
  | { calendar: string; why: "unreadable"; detail: string }
  /** It is read up to this moment alone, and the answer lies behind it. */
  | { calendar: string; why: "too-far"; until: Date };

interface Calendar extends CalendarTimes {
  calendar: string;
}

interface FoundCalendars {
  calendars: Calendar[];
  unread: Unread[];
  evidence: Evidence[];
}

/** The calendars that the policy's freezes come from, as far as they are known. */
export function findCalendars(
  settings: WindowsSettings,
  { calendars: fact }: Pick<GateFacts, "calendars">,
): FoundCalendars {
  const found: FoundCalendars = { calendars: [], unread: [], evidence: [] };
  const wanted = calendarsOf(settings).map(calendarName);
  if (wanted.length > 0) found.evidence.push(...fact.evidence);
  for (const calendar of wanted) {
    const one = fact.known
      ? fact.value.find((known) => known.calendar === calendar)?.times
      : fact;
    if (!one) {
      found.unread.push({ calendar, why: "not-looked-up" });
      continue;
    }
    if (fact.known) found.evidence.push(...one.evidence);
    if (one.known) found.calendars.push({ calendar, ...one.value });
    else found.unread.push({ calendar, why: "unreadable", detail: one.reason });
  }
  return found;
}

/** Everything that a calendar's events close. */
export function calendarFreezes({
  calendar,
  times,
}: Calendar): Recurring<{ freeze: Frozen }>[] {
  return times.map((time) => {
    const span = { from: time.from.getTime(), to: time.to.getTime() };
    return {
      item: { freeze: { reason: time.reason, calendar } },
      spans: (asked) =>
        span.from < asked.to && span.to > asked.from ? [span] : [],
    };
  });
}

/** The calendars that are not read as far as the end of a run that starts then. */
export function readTooShort(
  calendars: readonly Calendar[],
  start: Date,
  duration: number,
): Unread[] {
  return calendars
    .filter(({ until }) => until.getTime() < start.getTime() + duration)
    .map(({ calendar, until }) => ({ calendar, why: "too-far", until }));
}
