import type { Gates, WeeklyWindow } from "../policy/schema.ts";
import { blackoutAt } from "../time/window.ts";
import type { Evidence } from "./fact.ts";
import type { ClockWait, VerdictOf } from "./verdict.ts";

const GATE = "windows";
type Gate = typeof GATE;

export type WindowsSettings = NonNullable<Gates["windows"]>;

/** One closed time, from its first moment to the first one after it. `duration` is the run's, in milliseconds. */
interface Blackout {
  window: WeeklyWindow;
  timezone: string;
  from: Date;
  to: Date;
  duration: number;
}

export type WindowsVerdict =
  | VerdictOf<Gate, "pass", "open", { duration: number; until: Date }>
  | ClockWait<Gate, "blackout", Blackout>
  /** Between all windows there is no time that is long enough. */
  | VerdictOf<Gate, "fail", "never-opens", Blackout>;

/** The whole run, from now to its expected end, lies outside every blackout window. */
export function windows(
  settings: WindowsSettings,
  defaultZone: string,
  now: Date,
): WindowsVerdict {
  const { blackout, expected_duration: duration } = settings;
  const evidence: Evidence[] = [
    {
      source: "policy",
      at: now,
      query: "windows",
      answer: JSON.stringify(settings).slice(0, 500),
    },
  ];
  const found = blackoutAt(blackout, defaultZone, now, duration);
  if (found.open) {
    const until = new Date(now.getTime() + duration);
    return {
      gate: GATE,
      status: "pass",
      code: "open",
      values: { duration, until },
      evidence,
    };
  }

  const { window, from, to, opensAt } = found;
  const timezone = window.timezone ?? defaultZone;
  const values = { window, timezone, from, to, duration };
  if (!opensAt)
    return {
      gate: GATE,
      status: "fail",
      code: "never-opens",
      values,
      evidence,
    };
  return {
    gate: GATE,
    status: "wait",
    code: "blackout",
    values,
    opensAt,
    evidence,
  };
}
