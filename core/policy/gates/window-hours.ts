import type { Hours, Recurring } from "../../time/opening.ts";
import { spansOf, type Effect, type Window } from "../../time/window.ts";
import { clockOf } from "../../time/zone-clock.ts";
import type { PolicyWindow, WindowsSettings } from "./windows.ts";

/** A window, and the zone that its times are read in. */
export interface ZonedWindow {
  window: PolicyWindow;
  timezone: string;
}

/** The hours that the policy's windows leave open, freezes aside. */
export function windowHours(
  { blackout, allowed }: WindowsSettings,
  recurring: ReturnType<typeof recurringIn>,
): Hours<ZonedWindow> {
  const zoned = (effect: Effect) => (window: PolicyWindow) =>
    recurring(window, effect, (timezone) => ({ window, timezone }));
  return {
    closed: blackout.map(zoned("closes")),
    allowed: allowed.map(zoned("allows")),
  };
}

/** Makes something that recurs of a window. */
export function recurringIn(defaultZone: string) {
  return <T>(
    window: Window,
    effect: Effect,
    item: (timezone: string) => T,
  ): Recurring<T> => {
    const timezone = window.timezone ?? defaultZone;
    const clock = clockOf(timezone);
    return {
      item: item(timezone),
      spans: (asked) => spansOf(window, effect, clock, asked),
    };
  };
}
