import * as fc from "fast-check";

const some = <T>(values: readonly T[], most = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most });
const text = (name: string, values: fc.Arbitrary<(string | number)[]>) =>
  values.map((list) => `;${name}=${list.join(",")}`);
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), part);

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NUMBERED = WEEKDAYS.flatMap((day) =>
  ["", "1", "2", "4", "5", "-1", "-2"].map((number) => `${number}${day}`),
);
const weekdays = text("BYDAY", some(WEEKDAYS));
const numbered = text("BYDAY", some(NUMBERED));
const monthDays = text(
  "BYMONTHDAY",
  some([1, 2, 13, 15, 28, 30, 31, -1, -3, -31]),
);
const months = text("BYMONTH", some([1, 2, 3, 4, 9, 10, 11, 12], 6));
const positions = text("BYSETPOS", some([1, 2, 5, -1, -2]));
const all = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((list) => list.join(""));

/** Rules of every kind that a window may have. */
export const rruleText: fc.Arbitrary<string> = fc.oneof(
  all(
    fc.constant("FREQ=DAILY"),
    maybe(weekdays),
    maybe(monthDays),
    maybe(months),
  ),
  all(fc.constant("FREQ=WEEKLY"), weekdays, maybe(months)),
  all(fc.constant("FREQ=MONTHLY"), numbered, maybe(months), maybe(positions)),
  all(
    fc.constant("FREQ=MONTHLY"),
    maybe(weekdays),
    monthDays,
    maybe(months),
    maybe(positions),
  ),
  all(fc.constant("FREQ=YEARLY"), months, numbered),
  all(fc.constant("FREQ=YEARLY"), maybe(months), maybe(weekdays), monthDays),
);
