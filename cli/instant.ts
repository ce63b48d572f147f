import * as z from "zod";

const withSeconds = z.iso.datetime({ offset: true });
const toTheMinute = z.iso.datetime({ offset: true, precision: -1 });

/** A moment as ISO 8601 has it, with its zone; seconds may be left out. */
export const instant = z
  .string()
  .refine(
    (text) =>
      withSeconds.safeParse(text).success ||
      toTheMinute.safeParse(text).success,
    "a time is written with its zone: 2026-11-24T12:00:00Z or 2026-11-24T13:00+01:00",
  )
  .transform((text) => new Date(text));
