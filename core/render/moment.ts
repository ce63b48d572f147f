const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** Writes a moment as people read it, in UTC and to the minute: `Mon 23 Nov 17:00 UTC`. */
export function formatMoment(moment: Date): string {
  const weekday = WEEKDAYS[moment.getUTCDay()] ?? "";
  const month = MONTHS[moment.getUTCMonth()] ?? "";
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}`;
  return `${weekday} ${String(moment.getUTCDate())} ${month} ${time} UTC`;
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}

/** Writes a moment to the second: `2026-03-03 10:05:00 UTC`. */
export function formatSecond(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Writes the moment at which something opens: never a minute too early. */
export function formatOpening(moment: Date): string {
  return formatMoment(new Date(Math.ceil(moment.getTime() / 60_000) * 60_000));
}

/** Writes a day as people read it: `Mon 23 Nov`. @param date 2026-11-23 */
export function formatDay(date: string): string {
  return formatMoment(new Date(`${date}T00:00:00Z`)).slice(
    0,
    -" 00:00 UTC".length,
  );
}
