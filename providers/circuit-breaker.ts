/** Leaves a service alone for a while after it failed several times in a row. */
export interface CircuitBreaker {
  /** The moment before which nothing is asked; undefined where it may be asked now. */
  restsUntil(): number | undefined;
  failed(): void;
  succeeded(): void;
}

/**
 * @param options.failures how many in a row open it; after the rest, a single one opens it again
 * @param options.restMs how long nothing is asked
 * @param options.now milliseconds since 1970
 */
export function createCircuitBreaker(options: {
  failures: number;
  restMs: number;
  now: () => number;
}): CircuitBreaker {
  const { failures, restMs, now } = options;
  let inARow = 0;
  let until = 0;
  return {
    restsUntil: () => (now() < until ? until : undefined),
    failed() {
      inARow += 1;
      if (inARow >= failures) until = now() + restMs;
    },
    succeeded() {
      inARow = 0;
    },
  };
}
