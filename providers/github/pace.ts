/** So many at once, and then one after each interval: so much is never exceeded, however long it is measured. */
interface Allowance {
  burst: number;
  intervalMs: number;
}

/**
 * GitHub allows 80 requests a minute that make something, and less of what notifies people.
 * Source: GitHub's "Rate limits for the REST API", section "About secondary rate limits".
 */
const WRITES: Allowance = { burst: 20, intervalMs: 1_000 };
const NOTICES: Allowance = { burst: 10, intervalMs: 3_000 };

/** How soon something may be written. */
export type Haste = "urgent" | "notice" | "other";

/**
 * Keeps what is written in one installation within GitHub's secondary rate limits. Far from them nothing waits; what is
 * urgent never does, and counts.
 */
export class Pace {
  readonly #writes = new Bucket(WRITES);
  readonly #notices = new Bucket(NOTICES);

  /** Waits for its turn. */
  async turn(haste: Haste): Promise<void> {
    const now = performance.now();
    const wait = Math.max(
      this.#writes.take(now),
      haste === "notice" ? this.#notices.take(now) : 0,
    );
    if (haste !== "urgent" && wait > 0)
      await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/** Keeps no list of who waits: each one who comes is told how long. */
class Bucket {
  readonly #allowance: Allowance;
  /** When the next one would come if all had come one by one. */
  #next = -Infinity;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** @returns how long to wait, in milliseconds */
  take(now: number): number {
    const { burst, intervalMs } = this.#allowance;
    const at = Math.max(this.#next, now - (burst - 1) * intervalMs);
    this.#next = at + intervalMs;
    return Math.max(0, at - now);
  }
}
