import { ProviderError } from "../provider-error.ts";
import { refusalOf } from "./failure.ts";
import type { Octokit } from "./octokit.ts";
import { allowanceIn, isRateLimited, pauseMs } from "./rate-limit.ts";

/** Whose token asks: an installation's, by its id, or the App's own. */
export type Asker = number | "app";

/** What is known of one token. */
interface Account {
  limit: number;
  remaining: number;
  /** When there is all of it again, by the same clock as all other moments here. */
  renewedAt: number;
  /** Until when GitHub wants to be asked nothing at all. */
  pausedUntil: number;
}

const UNKNOWN: Account = {
  limit: Number.POSITIVE_INFINITY,
  remaining: Number.POSITIVE_INFINITY,
  renewedAt: 0,
  pausedUntil: 0,
};

/**
 * What GitHub lets each installation ask still, learned from its answers. Whoever waits for the hour to be over does so
 * without asking, so that those that can't wait still find an answer, and nobody is banned for insisting.
 */
export class RateLimits {
  readonly #accounts = new Map<Asker, Account>();
  readonly #now: () => number;

  /** @param now milliseconds, of a clock that never jumps */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The same client, from whose answers is learned, and which asks nothing while GitHub wants to be left alone. */
  heeded(octokit: Octokit, whose: Asker): Octokit {
    return {
      request: async (route, parameters) => {
        this.admit(whose, 0);
        try {
          const answer = await octokit.request(route, parameters);
          this.#learn(whose, answer.headers);
          return answer;
        } catch (error) {
          const refusal = refusalOf(error);
          if (refusal) this.#learn(whose, refusal.headers);
          if (refusal && isRateLimited(refusal))
            this.#pause(whose, pauseMs(refusal.headers));
          throw error;
        }
      },
    };
  }

  /**
   * Lets those pass that may use what is left.
   *
   * @param leaves which part of the whole limit they leave to others, from 0 to 1
   * @throws ProviderError with the time until they may
   */
  admit(whose: Asker, leaves: number): void {
    const now = this.#now();
    const account = this.#accounts.get(whose) ?? UNKNOWN;
    const { limit, remaining, renewedAt, pausedUntil } = account;
    if (pausedUntil > now) throw tooMuch(whose, pausedUntil - now);
    const isSpent = remaining <= 0 || remaining < leaves * limit;
    if (isSpent && renewedAt > now) throw tooMuch(whose, renewedAt - now);
  }

  /** How much each may ask still; those of which nothing is known are absent. */
  remaining(): Map<Asker, number> {
    const now = this.#now();
    return new Map(
      [...this.#accounts]
        .filter(([, { limit }]) => Number.isFinite(limit))
        .map(([whose, { limit, remaining, renewedAt }]) => [
          whose,
          renewedAt > now ? remaining : limit,
        ]),
    );
  }

  #learn(whose: Asker, headers: Record<string, unknown>): void {
    const found = allowanceIn(headers);
    if (!found) return;
    const { limit, remaining, renewedInMs } = found;
    const renewedAt = this.#now() + renewedInMs;
    this.#accounts.set(whose, {
      ...(this.#accounts.get(whose) ?? UNKNOWN),
      limit,
      remaining,
      renewedAt,
    });
  }

  #pause(whose: Asker, ms: number): void {
    const account = this.#accounts.get(whose) ?? UNKNOWN;
    const pausedUntil = Math.max(account.pausedUntil, this.#now() + ms);
    this.#accounts.set(whose, { ...account, pausedUntil });
  }
}

function tooMuch(whose: Asker, retryAfterMs: number): ProviderError {
  const asker = whose === "app" ? "the App" : `installation ${String(whose)}`;
  const seconds = String(Math.ceil(retryAfterMs / 1_000));
  return new ProviderError(
    "github",
    `GitHub is asked nothing for ${asker} for ${seconds} seconds: its rate limit is nearly used up, or was exceeded`,
    { retryable: true, retryAfterMs },
  );
}
