import { secondsOf } from "../duration-place.ts";
import { placesOf } from "../outline.ts";
import type { ActivityOutline, Outline, Section } from "../outline.ts";

/** How long a run takes at most, in milliseconds; a lower bound and the activities to blame where nothing bounds it. */
export type LongestDuration =
  | { known: true; milliseconds: number }
  | { known: false; atLeast: number; activities: string[] };

/** How often the hypothesis is looked at, one look after the other. */
const LOOKS = new Map<unknown, number>([
  ["before-method-only", 1],
  ["after-method-only", 1],
  ["during-method-only", 1],
  ["skip", 0],
]);

/**
 * Adds up pauses and timeouts: what is played in the background lasts beside what follows it, and a section ends when
 * all of its activities have. The timeout of a request counts for each of its tries.
 */
export function longestDuration(experiment: Outline): LongestDuration {
  const { runtime } = experiment;
  const looks = LOOKS.get(runtime?.hypothesis?.strategy) ?? 2;
  const rolls = runtime?.rollbacks?.strategy === "never" ? 0 : 1;
  const hypothesis = lengthOf("steady-state-hypothesis", experiment);
  const method = lengthOf("method", experiment);
  const rollbacks = lengthOf("rollbacks", experiment);
  const seconds =
    looks * hypothesis.seconds + method.seconds + rolls * rollbacks.seconds;
  const milliseconds = Math.round(seconds * 1000);
  const activities = [
    ...(looks > 0 ? hypothesis.unbounded : []),
    ...method.unbounded,
    ...(rolls > 0 ? rollbacks.unbounded : []),
  ];
  return activities.length === 0 && Number.isFinite(milliseconds)
    ? { known: true, milliseconds }
    : {
        known: false,
        atLeast: Number.isFinite(milliseconds) ? milliseconds : 0,
        activities,
      };
}

interface Length {
  seconds: number;
  unbounded: string[];
}

function lengthOf(section: Section, experiment: Outline): Length {
  const places = placesOf(experiment);
  const named = new Map(
    places.map(({ activity }) => [activity.name, activity]),
  );
  const unbounded: string[] = [];
  let now = 0;
  let last = 0;
  for (const place of places.filter((one) => one.section === section)) {
    const { ref } = place.activity;
    const activity =
      ref === undefined ? place.activity : (named.get(ref) ?? place.activity);
    const before = pauseOf(activity, "before", experiment);
    const work = workOf(activity, experiment);
    const after = pauseOf(activity, "after", experiment);
    if (before === undefined || work === undefined || after === undefined)
      unbounded.push(activity.name ?? ref ?? "");
    const starts = now + (before ?? 0);
    const ends = starts + (work ?? 0);
    now = (activity.background === true ? starts : ends) + (after ?? 0);
    last = Math.max(last, ends, now);
  }
  return { seconds: last, unbounded };
}

function pauseOf(
  { pauses = {} }: ActivityOutline,
  key: "before" | "after",
  experiment: Outline,
): number | undefined {
  const pause = pauses[key] ?? 0;
  return bound(secondsOf(pause, experiment).seconds);
}

/** Seconds that the provider may take; undefined where nothing ends it. */
function workOf(
  { provider }: ActivityOutline,
  experiment: Outline,
): number | undefined {
  if (provider?.type !== "http" && provider?.type !== "process")
    return undefined;
  const { timeout, max_retries: retries } = provider;
  const parts = Array.isArray(timeout) ? timeout : [timeout];
  const seconds = parts.map((part) =>
    part === undefined ? undefined : bound(secondsOf(part, experiment).seconds),
  );
  const tries = typeof retries === "number" ? Math.max(0, retries) + 1 : 1;
  return seconds.reduce<number | undefined>(
    (sum, part) =>
      sum === undefined || part === undefined ? undefined : sum + part * tries,
    0,
  );
}

function bound(seconds: number | undefined): number | undefined {
  return seconds !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? seconds
    : undefined;
}
