/**
 * A fetch that gives up after some time, headers and body together. For clients that have no time limit of their own,
 * as Octokit has none.
 *
 * @param limit milliseconds for one attempt
 */
export function timedFetch(
  limit: number,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): typeof globalThis.fetch {
  return (input, init) => {
    const timeout = AbortSignal.timeout(limit);
    const given = init?.signal;
    const signal = given ? AbortSignal.any([given, timeout]) : timeout;
    return fetch(input, { ...init, signal });
  };
}
