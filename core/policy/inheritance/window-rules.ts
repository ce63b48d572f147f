import { WEEKDAYS } from "../../time/window.ts";
import type { PolicyWindow, WindowsSettings } from "../gates/windows.ts";
import {
  combined,
  type Combine,
  type Conflict,
  isSame,
  union,
  type Whole,
} from "./combination.ts";

type Weekly = Extract<PolicyWindow, { days: unknown }>;

/**
 * Closed times of both close. The repository's own exemptions count for nothing, because they would hold for the
 * organisation's closed times as well.
 */
export const combineWindows: Combine<WindowsSettings> = (mine, required) => {
  const { allowed, closed, conflicts } = bothAllowed(mine, required);
  const settings: Whole<WindowsSettings> = {
    blackout: union(union(mine.blackout, required.blackout), closed),
    allowed,
    freezes: union(mine.freezes, required.freezes),
    exempt: required.exempt,
    expected_duration: Math.max(
      mine.expected_duration,
      required.expected_duration,
    ),
  };
  return combined(settings, conflicts);
};

/** The same windows as before, where times that name no zone are read in another one from now on. */
export function keepZone(
  settings: WindowsSettings,
  timezone: string,
): WindowsSettings {
  const inZone = <T extends { timezone?: string | undefined }>(window: T) => ({
    ...window,
    timezone: window.timezone ?? timezone,
  });
  return {
    ...settings,
    blackout: settings.blackout.map(inZone),
    allowed: settings.allowed.map(inZone),
    freezes: settings.freezes.map((freeze) =>
      "from" in freeze ? inZone(freeze) : freeze,
    ),
  };
}

/** What lies in both lists of allowed times: in one of them, and not in `closed`. */
function bothAllowed(
  { allowed: mine }: WindowsSettings,
  { allowed: required }: WindowsSettings,
): { allowed: PolicyWindow[]; closed: Weekly[]; conflicts: Conflict[] } {
  if (mine.length === 0 || required.length === 0 || isSame(mine, required))
    return {
      allowed: mine.length === 0 ? required : mine,
      closed: [],
      conflicts: [],
    };
  const closed = restOfWeek(required);
  if (closed) return { allowed: mine, closed, conflicts: [] };
  return {
    allowed: required,
    closed: [],
    conflicts: [
      {
        message:
          "the organisation requires windows in `allowed` that can't be narrowed by others",
        hint: "leave `allowed` out, or close the rest with `blackout`",
        at: ["windows", "allowed"],
      },
    ],
  };
}

/**
 * All that such windows leave closed in a week, with the very same edges, so that it stays exact where the clocks are
 * changed. Undefined where they are not weekly, run past midnight, overlap, or are read in several zones.
 */
function restOfWeek(windows: readonly PolicyWindow[]): Weekly[] | undefined {
  const weekly = windows.filter((window) => "days" in window);
  const zones = new Set(weekly.map(({ timezone }) => timezone));
  if (weekly.length < windows.length || zones.size > 1) return undefined;
  if (weekly.some(({ from, to }) => from >= to)) return undefined;
  const [timezone] = zones;
  const rest: Weekly[] = [];
  for (const day of WEEKDAYS) {
    const open = weekly
      .filter(({ days }) => days.includes(day))
      .toSorted((one, other) => (one.from < other.from ? -1 : 1));
    let from = "00:00";
    for (const window of [...open, { from: "24:00", to: "24:00" }]) {
      if (window.from < from) return undefined;
      if (window.from > from)
        rest.push({ days: [day], from, to: window.from, timezone });
      from = window.to;
    }
  }
  return byTime(rest);
}

/** Days that are closed at the same time are one window. */
function byTime(windows: readonly Weekly[]): Weekly[] {
  const same = Map.groupBy(windows, ({ from, to }) => `${from} ${to}`);
  return [...same.values()].flatMap(([first, ...others]) =>
    first
      ? [{ ...first, days: [first, ...others].flatMap(({ days }) => days) }]
      : [],
  );
}
