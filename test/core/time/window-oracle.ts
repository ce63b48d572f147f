import { RRuleTemporal } from "rrule-temporal";
import { WEEKDAYS } from "../../../core/time/window.ts";
import type { Effect, Window } from "../../../core/time/window.ts";

const MINUTE = 60_000;
/** No zone changes its clocks in between. */
const STEP = 15;
const NEAR = 180;

/**
 * A slow, independent answer to what `openingAt` answers: it walks through a calendar minute by minute, and learns
 * what the clocks show from Intl instead of Temporal.
 */
export class Calendar {
  /** What the zone's clocks show in each minute, as minutes since 1970 in local time. */
  readonly #local: number[] = [];

  constructor(zone: string, firstMinute: number, minutes: number) {
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
      for (let step = 0; step < STEP; step += 1) this.#local.push(shown + step);
    }
  }

  /**
   * For each minute of the calendar whether a window covers it: from the first minute that shows its beginning or a
   * later time up to the first, or where it closes the last, that shows an earlier time than its end.
   */
  covered(window: Window, effect: Effect): boolean[] {
    const covered = this.#local.map(() => false);
    for (const [from, to] of this.#timesOf(window)) {
      const last =
        effect === "closes" ? this.#lastBefore(to) : this.#firstAt(to);
      for (let minute = this.#firstAt(from); minute < last; minute += 1)
        covered[minute] = true;
    }
    return covered;
  }

  /** The first minute in which the clocks show that or a later time. */
  #firstAt(local: number): number {
    let minute = this.#near(local, -NEAR);
    while ((this.#local[minute] ?? Infinity) < local) minute += 1;
    return minute;
  }

  /** The minute after the last one in which the clocks show an earlier time than that. */
  #lastBefore(local: number): number {
    let minute = this.#near(local, NEAR);
    while (minute > 0 && (this.#local[minute - 1] ?? Infinity) >= local)
      minute -= 1;
    return minute;
  }

  /** A minute of the calendar that is surely before, or surely after, the time; no clocks change by more. */
  #near(local: number, by: number): number {
    const about = local - (this.#local[0] ?? 0) + by;
    return Math.min(Math.max(about, 0), this.#local.length);
  }

  /** In local minutes, each time that begins on a day of the calendar. */
  #timesOf(window: Window): [number, number][] {
    const days = [
      ...new Set(this.#local.map((local) => Math.floor(local / 1440))),
    ];
    if ("days" in window || "rrule" in window) {
      const lasts = minutesOf(window.to) > minutesOf(window.from) ? 0 : 1440;
      const comes =
        "rrule" in window
          ? daysOfRule(window.rrule, days)
          : days.filter((day) =>
              // 1 January 1970 was a Thursday.
              window.days.includes(
                WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? "mon",
              ),
            );
      return comes.map((day) => [
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

/** By somebody else's library, which follows the rule from a first day on. */
export function daysOfRule(rrule: string, days: readonly number[]): number[] {
  const [first = 0] = days;
  const before = new Date((first - 400) * 1440 * MINUTE).toISOString();
  const start = `${before.slice(0, 10).replaceAll("-", "")}T000000Z`;
  const rule = new RRuleTemporal({
    rruleString: `DTSTART:${start}\nRRULE:${rrule}`,
  });
  const [from, to] = [first, days.at(-1) ?? first].map(
    (day) => new Date(day * 1440 * MINUTE),
  );
  if (!from || !to) return [];
  return rule
    .between(from, to, true)
    .map(({ epochMilliseconds }) => epochMilliseconds / (1440 * MINUTE));
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
