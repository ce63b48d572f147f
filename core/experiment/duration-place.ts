import { parseDuration } from "../time/duration.ts";
import { writtenPlacesOf } from "./outline.ts";
import type { Outline, Path, Place } from "./outline.ts";
import { argumentsOf } from "./provider-place.ts";
import { remembered } from "./remembered.ts";
import { resolve } from "./substitution.ts";

/** A time that an experiment waits or lets something last, and where it stands. */
export interface DurationPlace {
  kind: "pause" | "timeout" | "duration";
  /** Infinite also where it is no number at all; absent where it is not known, or no time. */
  seconds?: number;
  /** What only a run can fill in. */
  variable?: string;
  path: Path;
}

/** Arguments of Python functions that are lengths of time, in seconds or as `30s`. */
const DURATION = /^(?:duration|delay|wait|.+_duration|(?:.+_)?seconds)$/;

/** Every pause, timeout and duration of the activities that are written out. */
export const durationsOf = remembered((experiment): readonly DurationPlace[] =>
  writtenPlacesOf(experiment)
    .flatMap(candidatesOf)
    .flatMap(({ value, ...at }) =>
      value === undefined || value === null
        ? []
        : { ...at, ...secondsOf(value, experiment) },
    ),
);

/** A length of time in seconds, as far as it is known without running anything. */
export function secondsOf(
  value: unknown,
  experiment: Outline,
): Pick<DurationPlace, "seconds" | "variable"> {
  const resolved = resolve(value, experiment);
  if (!resolved.known) return { variable: resolved.variable };
  const seconds = readSeconds(resolved.value);
  return seconds === undefined ? {} : { seconds };
}

function candidatesOf({
  activity,
  path,
}: Place): (Pick<DurationPlace, "kind" | "path"> & { value: unknown })[] {
  const pauses = activity.pauses ?? {};
  const provider = activity.provider ?? {};
  const { timeout } = provider;
  const at = [...path, "provider", "timeout"];
  const timeouts = Array.isArray(timeout)
    ? timeout.map((value: unknown, index) => ({ value, path: [...at, index] }))
    : [{ value: timeout, path: at }];
  const given = provider.type === "python" ? argumentsOf(provider) : {};
  return [
    ...["before", "after"].map((key) => ({
      kind: "pause" as const,
      value: pauses[key],
      path: [...path, "pauses", key],
    })),
    ...timeouts.map((one) => ({ kind: "timeout" as const, ...one })),
    ...Object.entries(given)
      .filter(([key]) => DURATION.test(key))
      .map(([key, value]) => ({
        kind: "duration" as const,
        value,
        path: [...path, "provider", "arguments", key],
      })),
  ];
}

function readSeconds(value: unknown): number | undefined {
  if (typeof value === "number")
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  if (!Number.isNaN(number)) return number;
  const milliseconds = parseDuration(value);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
