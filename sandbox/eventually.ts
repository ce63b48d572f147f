import { setTimeout as delay } from "node:timers/promises";

/**
 * Looks again and again until there is something to see.
 *
 * @param what a sentence's end for the error: "the status comment of request #3"; a function tells what was seen last
 * @throws Error where it was not seen in time; the last error of the probe is its cause
 */
export async function eventually<T>(
  what: string | (() => string),
  probe: () => T | undefined | Promise<T | undefined>,
  {
    withinMs = 30_000,
    everyMs = 100,
    signal,
  }: { withinMs?: number; everyMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  // Not Date: the sandbox moves it.
  const end = performance.now() + withinMs;
  let cause: unknown;
  while (performance.now() < end) {
    signal?.throwIfAborted();
    try {
      const seen = await probe();
      if (seen !== undefined) return seen;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(everyMs, undefined, signal ? { signal } : {});
  }
  const unseen = typeof what === "string" ? what : what();
  throw new Error(`not seen within ${withinMs / 1_000} s: ${unseen}`, {
    cause,
  });
}
