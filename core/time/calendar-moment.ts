import { DAY, type ZoneClock } from "./zone-clock.ts";

/** A day, a local time, or a moment that is the same everywhere; all in milliseconds. */
type CalendarMoment =
  { kind: "day" | "local"; local: number } | { kind: "instant"; at: number };

const FORM =
  /^(?<date>\d{4}-\d\d-\d\d)(?:T(?<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?<zone>Z|[+-](?:0\d|1[0-4]):[0-5]\d)?)?$/;

/** Reads `2026-11-26`, `2026-11-26T09:00` or `2026-11-26T09:00+01:00`; undefined where the text is none of them. */
export function parseCalendarMoment(text: string): CalendarMoment | undefined {
  const { date, time, zone } = FORM.exec(text)?.groups ?? {};
  if (date === undefined) return undefined;
  const day = Date.parse(`${date}T00:00Z`);
  // 30 February would be read as a day in March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date))
    return undefined;
  if (time === undefined) return { kind: "day", local: day };
  if (zone !== undefined) return { kind: "instant", at: Date.parse(text) };
  return { kind: "local", local: Date.parse(`${date}T${time}Z`) };
}

type Local = Exclude<CalendarMoment, { kind: "instant" }>;

/** The first local time after it: a day ends at midnight, a time at itself. */
export function localEnd({ kind, local }: Local): number {
  return kind === "day" ? local + DAY : local;
}

/** The first moment after it, by the clocks of a zone. */
export function endOf(moment: CalendarMoment, clock: ZoneClock): number {
  return moment.kind === "instant"
    ? moment.at
    : clock.firstAt(localEnd(moment));
}

/**
 * Whether a time is left between the two, as far as both can be read; only a zone could tell for a local time beside a
 * moment of another zone.
 */
export function isInOrder(from: string, to: string): boolean {
  const [begins, ends] = [parseCalendarMoment(from), parseCalendarMoment(to)];
  if (!begins || !ends) return true;
  if (begins.kind === "instant")
    return ends.kind !== "instant" || begins.at < ends.at;
  if (ends.kind === "instant") return true;
  return begins.local < ends.local + (ends.kind === "day" ? DAY : 0);
}
