import { DAY } from "./zone-clock.ts";

/**
 * The rule, told from a day alone: a local day, counted from 1 January 1970. Where the text is no rule that can be
 * followed so, the reason is a sentence.
 */
type DayRule =
  | { ok: true; comesOn: (day: number) => boolean }
  | { ok: false; reason: string };

/** As RFC 5545 names them, in the order of Date.getUTCDay. */
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

const oneOf = (values: string) => new RegExp(`^(?:${values})$`);
const listOf = (value: string) =>
  new RegExp(`^(?:${value})(?:,(?:${value})){0,30}$`);

const WEEKDAY = WEEKDAYS.join("|");
const FORMS = {
  FREQ: oneOf("DAILY|WEEKLY|MONTHLY|YEARLY"),
  INTERVAL: oneOf("1"),
  WKST: oneOf(WEEKDAY),
  BYMONTH: listOf("0?[1-9]|1[0-2]"),
  BYMONTHDAY: listOf(String.raw`[+-]?(?:0?[1-9]|[12]\d|3[01])`),
  BYDAY: listOf(`(?:[+-]?[1-5])?(?:${WEEKDAY})`),
  BYSETPOS: listOf(String.raw`[+-]?(?:[1-9]|[12]\d|3[01])`),
};
type Part = keyof typeof FORMS;
type Parts = Partial<Record<Part, string>>;

/**
 * Reads a recurrence rule that says for itself on which days it comes. What would have to be counted from a first day
 * (INTERVAL, COUNT, a rule without days) is refused, because a window has none; a calendar has.
 * Source: RFC 5545 section 3.3.10.
 */
export function readDayRule(text: string): DayRule {
  const parts: Parts = {};
  for (const part of text.split(";")) {
    const [name = "", value = ""] = part.split("=", 2);
    if (!isPart(name)) return refused(`${part} is not known here`);
    if (parts[name] !== undefined) return refused(`${name} stands there twice`);
    if (!FORMS[name].test(value)) return refused(`${part} is not known here`);
    parts[name] = value;
  }
  const reason = problemOf(parts);
  return reason === undefined
    ? { ok: true, comesOn: days(parts) }
    : refused(reason);
}

function refused(reason: string): DayRule {
  return { ok: false, reason };
}

function isPart(name: string): name is Part {
  return Object.hasOwn(FORMS, name);
}

function problemOf(parts: Parts): string | undefined {
  const { FREQ, BYDAY = "", BYMONTHDAY, BYMONTH, BYSETPOS } = parts;
  if (FREQ === undefined) return "FREQ is missing";
  const isNumbered = /\d/.test(BYDAY);
  const ofMonths =
    FREQ === "MONTHLY" || (FREQ === "YEARLY" && BYMONTH !== undefined);
  if (isNumbered && (!ofMonths || BYMONTHDAY !== undefined))
    return "a weekday with a number counts within months: FREQ=MONTHLY, or FREQ=YEARLY with BYMONTH, without BYMONTHDAY";
  if (BYSETPOS !== undefined && FREQ !== "MONTHLY")
    return "BYSETPOS counts within months: FREQ=MONTHLY";
  if (FREQ === "WEEKLY" && (BYDAY === "" || BYMONTHDAY !== undefined))
    return "FREQ=WEEKLY takes its days from BYDAY";
  if (FREQ !== "DAILY" && BYDAY === "" && BYMONTHDAY === undefined)
    return `FREQ=${FREQ} takes its days from BYDAY or BYMONTHDAY`;
  return undefined;
}

/** A day, and where it stands in its month. */
interface Place {
  month: number;
  monthDay: number;
  weekday: string;
  /** The last day of the month. */
  last: number;
}

function days(parts: Parts): (day: number) => boolean {
  const months = numbers(parts.BYMONTH);
  const monthDays = numbers(parts.BYMONTHDAY);
  const positions = numbers(parts.BYSETPOS);
  const weekdays = parts.BYDAY?.split(",") ?? [];
  const fits = (place: Place) =>
    (months.length === 0 || months.includes(place.month)) &&
    (monthDays.length === 0 ||
      monthDays.some((one) => isAt(one, place.monthDay, place.last))) &&
    (weekdays.length === 0 || weekdays.some((one) => isWeekday(one, place)));
  if (positions.length === 0) return (day) => fits(placeOf(day));
  return (day) => {
    const place = placeOf(day);
    if (!fits(place)) return false;
    const first = day - place.monthDay + 1;
    const fitting = Array.from(
      { length: place.last },
      (_, index) => first + index,
    ).filter((one) => fits(placeOf(one)));
    const position = fitting.indexOf(day) + 1;
    return positions.some((one) => isAt(one, position, fitting.length));
  };
}

/** Whether a number counts to a position, from the end where it is negative. */
function isAt(number: number, position: number, last: number): boolean {
  return number > 0 ? number === position : last + 1 + number === position;
}

/** `TU`, the second one of the month as `2TU`, the last one as `-1TU`. */
function isWeekday(text: string, { weekday, monthDay, last }: Place): boolean {
  if (text.slice(-2) !== weekday) return false;
  const number = Number(text.slice(0, -2));
  if (number === 0) return true;
  const counted = number > 0 ? monthDay - 1 : last - monthDay;
  return Math.floor(counted / 7) + 1 === Math.abs(number);
}

function placeOf(day: number): Place {
  const date = new Date(day * DAY);
  const month = date.getUTCMonth() + 1;
  return {
    month,
    monthDay: date.getUTCDate(),
    weekday: WEEKDAYS[date.getUTCDay()] ?? "",
    last: new Date(Date.UTC(date.getUTCFullYear(), month, 0)).getUTCDate(),
  };
}

function numbers(list: string | undefined): number[] {
  return list?.split(",").map(Number) ?? [];
}
