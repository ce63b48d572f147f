import { setTimeout } from "node:timers/promises";

/** What the client of a service touches of the world; tests give a world of their own. */
export interface Surroundings {
  fetch: typeof globalThis.fetch;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to below 1. */
  random: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal ends it. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** The world as it is. */
export const SURROUNDINGS: Surroundings = {
  fetch: (input, init) => globalThis.fetch(input, init),
  now: () => Date.now(),
  random: () => Math.random(),
  wait: async (milliseconds, signal) => {
    try {
      await setTimeout(milliseconds, undefined, { ...(signal && { signal }) });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
