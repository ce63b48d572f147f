import type { Handler } from "./store/queue.ts";

/** Whether this process gets on with its looks. */
export interface Pulse {
  /** The same handler, of which every end of a look is noticed. */
  heard(handler: Handler): Handler;
  /** For how long no look has ended; since the beginning, where none ever has. */
  idleMs(): number;
  looks: { done: number; failed: number };
}

/** @param now milliseconds, of a clock that never jumps */
export function createPulse(now: () => number): Pulse {
  const looks = { done: 0, failed: 0 };
  let last = now();
  return {
    looks,
    idleMs: () => now() - last,
    heard: (handler) => async (key, cause) => {
      try {
        await handler(key, cause);
        looks.done += 1;
      } catch (error) {
        looks.failed += 1;
        throw error;
      } finally {
        last = now();
      }
    },
  };
}
