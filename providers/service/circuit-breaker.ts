/** Leaves a service alone for a while after it failed several times in a row. */
export interface CircuitBreaker {
  /** The moment before which nothing is asked; undefined where it may be asked now. */
  restsUntil(): number | undefined;
  /** @param begun when the question was put: those that were under way at the same time fail together, as one */
  failed(begun: number): void;
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
  let lastAt = 0;
  let until = 0;
  return {
    restsUntil: () => (now() < until ? until : undefined),
    failed(begun) {
      if (begun < lastAt) return;
      inARow += 1;
      lastAt = now();
      if (inARow >= failures) until = now() + restMs;
    },
    succeeded() {
      inARow = 0;
    },
  };
}
