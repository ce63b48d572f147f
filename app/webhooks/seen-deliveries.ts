/** The ids of the deliveries that were acknowledged lately. */
export interface SeenDeliveries {
  has(id: string): boolean;
  add(id: string): void;
}

const HOUR_MS = 3_600_000;

/**
 * Remembers so many ids, and each for an hour at most. In memory: to forget one costs a look that finds nothing new.
 *
 * @param clock what time it is, in milliseconds
 */
export function seenDeliveries(
  clock: () => number,
  most = 20_000,
): SeenDeliveries {
  const seen = new Map<string, number>();
  return {
    has: (id) => {
      const at = seen.get(id);
      return at !== undefined && clock() - at < HOUR_MS;
    },
    add: (id) => {
      seen.delete(id);
      seen.set(id, clock());
      const [oldest] = seen.keys();
      if (seen.size > most && oldest !== undefined) seen.delete(oldest);
    },
  };
}
