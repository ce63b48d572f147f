import { WEEKDAYS } from "../../../core/time/window.ts";
import type { Window } from "../../../core/time/window.ts";

const MINUTE = 60_000;
/** No zone changes its clocks in between. */
const STEP = 15;

/**
 * A slow, independent answer to what `openingAt` answers: it walks through a calendar minute by minute, and learns
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
  covered(window: Window): boolean[] {
    const covered = this.#local.map(() => false);
    for (const [from, to] of this.#timesOf(window)) {
      const last = this.#place(to);
      for (let minute = this.#place(from); minute < last; minute += 1)
        covered[minute - this.#firstMinute] = true;
    }
    return covered;
  }

  /** The minute of a local time; what lies outside of the calendar lies at its edge. */
  #place(local: number): number {
    const before = local < (this.#local[0] ?? local);
    const edge = before ? 0 : this.#local.length;
    return this.#minuteOf(local) ?? this.#firstMinute + edge;
  }

  /** In local minutes, each time that begins on a day of the calendar. */
  #timesOf(window: Window): [number, number][] {
    const days = [
      ...new Set(this.#local.map((local) => Math.floor(local / 1440))),
    ];
    if ("days" in window) {
      const lasts = minutesOf(window.to) > minutesOf(window.from) ? 0 : 1440;
      return days
        .filter((day) =>
          // 1 January 1970 was a Thursday.
          window.days.includes(WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? "mon"),
        )
        .map((day) => [
          day * 1440 + minutesOf(window.from),
          day * 1440 + minutesOf(window.to) + lasts,
        ]);
    }
    if ("yearly" in window) {
      const { from, to } = window.yearly;
      // Day by day: whether it lies within the days of the year, whichever year it is.
      return days
        .filter((day) => {
          const shown = new Date(day * 1440 * MINUTE)
            .toISOString()
            .slice(5, 10);
          return from <= to
            ? from <= shown && shown <= to
            : from <= shown || shown <= to;
        })
        .map((day) => [day * 1440, (day + 1) * 1440]);
    }
    return [[localMinutes(window.from), localMinutes(window.to)]];
  }
}

function localMinutes(text: string): number {
  return Date.parse(`${text}Z`) / MINUTE;
}

/** The first minute, counted from the calendar's first, from which `duration` minutes are free; undefined after its end. */
export function firstFree(
  covered: readonly boolean[],
  start: number,
  duration: number,
): number | undefined {
  let free = 0;
  for (let minute = start; minute < covered.length; minute += 1) {
    free = covered[minute] ? 0 : free + 1;
    if (free === Math.max(duration, 1)) return minute - free + 1;
  }
  return undefined;
}

function minutesOf(timeOfDay: string): number {
  const [hours = 0, rest = 0] = timeOfDay.split(":").map(Number);
  return hours * 60 + rest;
}
