import * as z from "zod";
import { parseDuration } from "../time/duration.ts";
import { isTimeZone } from "../time/zone.ts";

/* The single values that a policy is written with. */

export const name = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?$/,
    "a name is lower-case letters, digits, - and _",
  );

export const namespace = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a namespace is lower-case letters, digits and -",
  );

export const host = z
  .string()
  .regex(
    /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/,
    "a host is named without scheme and path: shop.example, *.shop.example, localhost:8080",
  );

export const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    "a duration is a whole number and s, m, h or d: 90s, 15m, 24h, 7d",
  )
  .meta({ examples: ["15m", "24h", "7d"] })
  .transform((text) => parseDuration(text) ?? 0);

export const longDuration = duration.refine(
  (milliseconds) => milliseconds > 0,
  "with no time at all nothing can ever count",
);

export const percentage = z
  .string()
  .regex(/^(100|\d{1,2}(\.\d{1,4})?)%$/, "a share is written in percent: 50%")
  .meta({ examples: ["50%"] })
  .transform((text) => Number(text.slice(0, -1)) / 100);

export const timeZone = z
  .string()
  .refine(
    isTimeZone,
    "no such time zone; use a name of the IANA database such as Europe/Berlin",
  )
  .meta({ examples: ["UTC", "Europe/Berlin"] });

export const person = z
  .string()
  .regex(
    /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(\/[a-z0-9][a-z0-9_-]{0,99})?$/,
    "a person is a GitHub login, a group is org/team",
  )
  .describe("A GitHub login, or org/team for everybody in that team");

export const login = z
  .string()
  .regex(
    /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}$/,
    "a person is a GitHub login; a group can't stand here",
  )
  .describe("A GitHub login");

export const filePath = z
  .string()
  .min(1)
  .max(300)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "a path stays inside the repository",
  )
  .refine(
    (path) => !path.includes("://"),
    "it is a path in the repository; addresses stand in the app's settings alone",
  );

/** With more wildcards than this, a glob can take minutes to fail on a single path. */
export const glob = filePath.refine(
  (pattern) => (pattern.match(/\*+/g) ?? []).length <= 3,
  "a glob has at most three `*` or `**`",
);

export const timeOfDay = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/,
    "a time of day is HH:MM, from 00:00 to 24:00",
  )
  .meta({ examples: ["09:00", "24:00"] });

export const experimentGlob = z
  .string()
  .regex(
    /^[A-Za-z0-9*][A-Za-z0-9*._-]{0,99}$/,
    "experiments are named by their files' names without folder and ending, where `*` stands for any part",
  )
  .meta({ examples: ["read-only-*"] });

/** What ends so answers every sample of a time, whatever stands before it. */
const RANGE = /\]\s*(offset\s+\S+\s*)?$/i;

export const promql = z
  .string()
  .min(1)
  .max(4_000)
  .refine(
    (query) => !RANGE.test(query),
    "a query that ends with a range, as in `x[5m]`, answers a matrix, and no number can be told from it; put a function around it: `rate(x[5m])`",
  );
