const DAY = 86_400_000;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** A recurrence rule without the parts that count. */
export interface PlainRule {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  weekdays: readonly string[];
  monthDays: readonly number[];
  months: readonly number[];
}

/**
 * Whether the rule comes on a day, told from that day alone: is it in a period that counts, and is it one of the days
 * that the rule names; where it names none, is it like the first one. Days are midnights in UTC.
 * Source: RFC 5545 section 3.3.10, its table of what limits and what expands.
 */
export function comesOn(rule: PlainRule, first: number, day: number): boolean {
  const { freq, interval, weekdays, monthDays, months } = rule;
  if (periodsBetween(freq, first, day) % interval !== 0) return false;
  const [start, date] = [new Date(first), new Date(day)];
  if (months.length > 0 && !months.includes(date.getUTCMonth() + 1))
    return false;
  if (weekdays.length > 0 && !weekdays.includes(weekdayOf(date))) return false;
  const last = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0),
  ).getUTCDate();
  const monthDay = date.getUTCDate();
  if (monthDays.length > 0)
    return (
      monthDays.some((one) =>
        one > 0 ? one === monthDay : last + one + 1 === monthDay,
      ) && monthFits(rule, start, date)
    );
  if (weekdays.length > 0 || freq === "DAILY") return true;
  if (freq === "WEEKLY") return weekdayOf(date) === weekdayOf(start);
  return monthDay === start.getUTCDate() && monthFits(rule, start, date);
}

/** A year names its month, by the rule or by the first day; days of the month alone mean every month. */
function monthFits(
  { freq, months, monthDays }: PlainRule,
  start: Date,
  date: Date,
): boolean {
  if (freq !== "YEARLY" || months.length > 0 || monthDays.length > 0)
    return true;
  return date.getUTCMonth() === start.getUTCMonth();
}

function weekdayOf(date: Date): string {
  return WEEKDAYS[date.getUTCDay()] ?? "";
}

function periodsBetween(
  freq: PlainRule["freq"],
  first: number,
  day: number,
): number {
  const [start, date] = [new Date(first), new Date(day)];
  const years = date.getUTCFullYear() - start.getUTCFullYear();
  switch (freq) {
    case "DAILY":
      return (day - first) / DAY;
    case "WEEKLY":
      return (mondayOf(day) - mondayOf(first)) / (7 * DAY);
    case "MONTHLY":
      return years * 12 + date.getUTCMonth() - start.getUTCMonth();
    case "YEARLY":
      return years;
  }
}

function mondayOf(day: number): number {
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
}
