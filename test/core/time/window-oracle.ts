import { WEEKDAYS } from "../../../core/time/window.ts";
import type { WeeklyWindow } from "../../../core/time/window.ts";

const MINUTE = 60_000;
/** No zone changes its clocks in between. */
const STEP = 15;

/**
 * A slow, independent answer to what `blackoutAt` answers: it walks through a calendar minute by minute, and learns
 * what the clocks show from Intl instead of Temporal.
 */
export class Calendar {
  readonly #firstMinute: number;
  /** What the zone's clocks show in each minute, as minutes since 1970 in local time. */
  readonly #local: number[] = [];
  readonly #firstShown = new Map<number, number>();

  constructor(zone: string, firstMinute: number, minutes: number) {
    this.#firstMinute = firstMinute;
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      hourCycle: "h23",
    });
    for (let minute = 0; minute < minutes; minute += STEP) {
      const parts = Object.fromEntries(
        format
          .formatToParts((firstMinute + minute) * MINUTE)
          .map(({ type, value }) => [type, Number(value)]),
      );
      const shown =
        Date.UTC(
          parts["year"] ?? 0,
          (parts["month"] ?? 0) - 1,
          parts["day"],
          parts["hour"],
          parts["minute"],
        ) / MINUTE;
      for (let step = 0; step < STEP; step += 1) this.#show(shown + step);
    }
  }

  #show(local: number): void {
    if (!this.#firstShown.has(local))
      this.#firstShown.set(local, this.#firstMinute + this.#local.length);
    this.#local.push(local);
  }

  /** The minute in which the clocks first show that; where they skip it, as much later as they skip. */
  #minuteOf(local: number): number | undefined {
    const shown = this.#firstShown.get(local);
    if (shown !== undefined) return shown;
    const after = this.#local.findIndex(
      (now, index) => now > local && (this.#local[index - 1] ?? now) < local,
    );
    const before = this.#local[after - 1];
    if (before === undefined) return undefined;
    return this.#firstMinute + after + (local - before - 1);
  }

  /** For each minute of the calendar whether a window covers it. */
  covered(window: WeeklyWindow): boolean[] {
    const covered = this.#local.map(() => false);
    const days = new Set(this.#local.map((local) => Math.floor(local / 1440)));
    for (const day of days) {
      // 1 January 1970 was a Thursday.
      const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7];
      if (!window.days.some((name) => name === weekday)) continue;
      const from = this.#minuteOf(day * 1440 + minutesOf(window.from));
      const lasts = minutesOf(window.to) > minutesOf(window.from) ? 0 : 1440;
      const to = this.#minuteOf(day * 1440 + minutesOf(window.to) + lasts);
      const end = this.#firstMinute + covered.length;
      for (let minute = from ?? end; minute < (to ?? end); minute += 1)
        if (minute < end) covered[minute - this.#firstMinute] = true;
    }
    return covered;
  }
}

/** The first minute, counted from the calendar's first, from which `duration` minutes are free. */
export function firstFree(
  covered: readonly boolean[],
  start: number,
  duration: number,
): number {
  let free = 0;
  for (let minute = start; minute < covered.length; minute += 1) {
    free = covered[minute] ? 0 : free + 1;
    if (free === Math.max(duration, 1)) return minute - free + 1;
  }
  throw new Error("the calendar is too short for this question");
}

function minutesOf(timeOfDay: string): number {
  const [hours = 0, rest = 0] = timeOfDay.split(":").map(Number);
  return hours * 60 + rest;
}
