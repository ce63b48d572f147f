export type BreakerState = "closed" | "open" | "half-open";

/** Keeps calls away from something that fails, and lets one through now and then to see whether it is back. */
export interface CircuitBreaker<T> {
  /** The call's answer, or what `fallback` makes of a call that failed or was not tried. */
  run: (fallback: () => T) => Promise<T>;
  /** Lets the next call be the trial, for what was called is said to be back. */
  tryAgain: () => void;
  state: () => BreakerState;
}

/**
 * It knows failures only: a call that takes long and then answers counts as good, for there is no time limit here.
 *
 * @param failuresToOpen how many calls have to fail in a row until it opens
 * @param trialAfter milliseconds until one call is tried again
 */
export function createCircuitBreaker<T>(
  call: () => Promise<T>,
  {
    failuresToOpen,
    trialAfter,
  }: { failuresToOpen: number; trialAfter: number },
): CircuitBreaker<T> {
  let failures = 0;
  let openedAt = 0;

  function state(): BreakerState {
    if (failures < failuresToOpen) return "closed";
    return performance.now() - openedAt < trialAfter ? "open" : "half-open";
  }

  return {
    state,
    tryAgain: () => {
      openedAt = Number.NEGATIVE_INFINITY;
    },
    run: async (fallback) => {
      if (state() === "open") return fallback();
      // Whoever comes while the trial is under way finds the breaker open.
      if (state() === "half-open") openedAt = performance.now();
      try {
        const answer = await call();
        failures = 0;
        return answer;
      } catch {
        failures += 1;
        openedAt = performance.now();
        return fallback();
      }
    },
  };
}
