import type { ProviderError } from "../provider-error.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { attempt, type Attempt, type HttpAnswer } from "./http-attempt.ts";
import { askAgainAt, retryDelay } from "./retry-delay.ts";
import { createFailures, type FailingService } from "./service-failure.ts";
import type { Surroundings } from "./surroundings.ts";

/** However far ahead the moment is that a service names, it is asked again after this time. */
const LONGEST_PAUSE_MS = 3_600_000;

export interface AttemptLimits {
  /** For one attempt, in milliseconds. */
  attemptMs: number;
  /** For the whole question with its repetitions; only for the words. */
  questionMs: number;
  attempts: number;
  /** Bytes of an answer. */
  largest: number;
}

/**
 * Asks one service until it answers, as often as may help and before the deadline. Leaves it alone for a while after
 * several questions failed in a row, or where it says so.
 *
 * @returns what came at last, also an error's page; 429 is thrown
 * @throws ProviderError
 */
export type Attempts = (
  request: { url: string; init: RequestInit },
  deadline: number,
) => Promise<HttpAnswer>;

export function createAttempts(
  service: FailingService,
  limits: AttemptLimits,
  surroundings: Surroundings,
): Attempts {
  const { attemptMs, questionMs, attempts, largest } = limits;
  const { now, random, wait } = surroundings;
  const breaker = createCircuitBreaker({ failures: 5, restMs: 30_000, now });
  const failures = createFailures(service);
  /** Before this moment the service does not want to be asked. */
  let welcomeAt = 0;
  let lastFailure = "";

  return async (request, deadline) => {
    const rest = breaker.restsUntil();
    if (rest !== undefined) throw failures.resting(rest, lastFailure);
    const begun = now();
    for (let count = 1; ; count += 1) {
      // What another question was told holds for this one, too.
      if (welcomeAt >= deadline) throw failures.tooOften(welcomeAt, now());
      // oxlint-disable-next-line no-await-in-loop -- each attempt is made because the one before failed
      if (now() < welcomeAt) await wait(welcomeAt - now());
      const left = deadline - now();
      if (left <= 0) throw failures.late(questionMs);
      const timeoutMs = Math.min(attemptMs, left);
      // oxlint-disable-next-line no-await-in-loop -- each attempt is made because the one before failed
      const made = await attempt(request, { timeoutMs, largest, surroundings });
      const pause = Math.max(retryDelay(count, random), pauseAskedFor(made));
      const timeIsUp = made.outcome === "late" && left <= attemptMs;
      if (
        !mayHelp(made) ||
        timeIsUp ||
        count >= attempts ||
        now() + pause >= deadline
      ) {
        return settle(made, begun, timeIsUp ? questionMs : attemptMs);
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(pause);
    }
  };

  /** Milliseconds; 0 where the service asks for none. */
  function pauseAskedFor(made: Attempt): number {
    if (made.outcome !== "answer" || !isBusy(made.answer)) return 0;
    const again = askAgainAt(made.answer.headers, now());
    if (again === undefined) return 0;
    const pause = Math.min(again - now(), LONGEST_PAUSE_MS);
    if (made.answer.status === 429) welcomeAt = now() + pause;
    return pause;
  }

  function settle(made: Attempt, begun: number, waited: number): HttpAnswer {
    if (made.outcome === "answer" && made.answer.status === 429) {
      throw failures.tooOften(welcomeAt, now());
    }
    const failure = failureOf(made, waited);
    if (failure && mayHelp(made)) {
      breaker.failed(begun);
      lastFailure = failure.reason;
    } else breaker.succeeded();
    // What a busy service wrote may say more than that it is busy.
    if (made.outcome === "answer") return made.answer;
    throw failure;
  }

  function failureOf(made: Attempt, waited: number): ProviderError | undefined {
    switch (made.outcome) {
      case "answer":
        return isBusy(made.answer) ? failures.busy(made.answer) : undefined;
      case "late":
        return failures.late(waited);
      case "too-large":
        return failures.tooLarge(largest);
      case "unreachable":
        return failures.unreachable(made);
    }
  }
}

/** Whether the same question may be answered at the next attempt. */
function mayHelp(made: Attempt): boolean {
  switch (made.outcome) {
    case "answer":
      return isBusy(made.answer);
    case "late":
    case "unreachable":
      return true;
    case "too-large":
      return false;
  }
}

function isBusy({ status }: HttpAnswer): boolean {
  return status === 429 || status >= 500;
}
