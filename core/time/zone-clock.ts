import { Temporal } from "temporal-polyfill";

export const DAY = 86_400_000;

/**
 * What the clocks of one zone show. Local times are milliseconds as if they were UTC, so that they can be counted
 * with: `Date.UTC(2026, 10, 24, 9)` is nine o'clock of that day, wherever it is.
 */
class ZoneClock {
  readonly #zone: string;
  /** By local day: the offset that holds on it and around it, or undefined where the clocks change. */
  readonly #offsets = new Map<number, number | undefined>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  /**
   * The moment at which the clocks show a local time. One that a change of the clocks skips counts as that much later,
   * one that comes twice as the first of the two (Temporal's disambiguation `compatible`, RFC 5545 section 3.3.5).
   */
  instantOf(local: number): number {
    return (
      this.#plainly(local) ?? this.#zoned(local, "compatible").epochMilliseconds
    );
  }

  /** The first moment at which the clocks show a local time or a later one. */
  firstAt(local: number): number {
    return this.#plainly(local) ?? this.#changing(local).first;
  }

  /** The moment up to which the clocks show earlier times than that, for the last time. */
  lastBefore(local: number): number {
    return this.#plainly(local) ?? this.#changing(local).last;
  }

  /** The moment of a local time, where the clocks do not change around it. */
  #plainly(local: number): number | undefined {
    const offset = this.#offsetAround(Math.floor(local / DAY));
    return offset === undefined ? undefined : local - offset;
  }

  #changing(local: number): { first: number; last: number } {
    const before = this.#zoned(local, "earlier");
    const after = this.#zoned(local, "later");
    const [first, last] = [before.epochMilliseconds, after.epochMilliseconds];
    if (first === last) return { first, last };
    const change =
      before.getTimeZoneTransition("next")?.epochMilliseconds ?? last;
    const isSkipped = localOf(before) !== local;
    if (isSkipped) return { first: change, last: change };
    // Nothing earlier is shown again where the second time begins with it.
    return { first, last: last === change ? first : last };
  }

  #zoned(
    local: number,
    disambiguation: "compatible" | "earlier" | "later",
  ): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(local)
      .toZonedDateTimeISO("UTC")
      .toPlainDateTime()
      .toZonedDateTime(this.#zone, { disambiguation });
  }

  localOf(instant: number): number {
    const day = Math.floor(instant / DAY);
    return instant + (this.#offsetAround(day) ?? this.#offsetAt(instant));
  }

  /** No zone is a day away from UTC, so a day, local or not, lies within the three days around its number. */
  #offsetAround(day: number): number | undefined {
    if (!this.#offsets.has(day)) {
      const before = this.#offsetAt((day - 1) * DAY);
      const after = this.#offsetAt((day + 2) * DAY);
      this.#offsets.set(day, before === after ? before : undefined);
    }
    return this.#offsets.get(day);
  }

  #offsetAt(instant: number): number {
    const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(
      instant,
    ).toZonedDateTimeISO(this.#zone);
    return offsetNanoseconds / 1_000_000;
  }
}

function localOf(moment: Temporal.ZonedDateTime): number {
  return moment.epochMilliseconds + moment.offsetNanoseconds / 1_000_000;
}

/** What zones have been asked for: a few hundred at most, each with the days around which it was asked. */
const CLOCKS = new Map<string, ZoneClock>();

/** The clocks of a zone. They never change, and are costly to learn, so everybody shares them. */
export function clockOf(zone: string): ZoneClock {
  const clock = CLOCKS.get(zone) ?? new ZoneClock(zone);
  CLOCKS.set(zone, clock);
  return clock;
}

export type { ZoneClock };
