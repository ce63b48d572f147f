import { setImmediate, setTimeout as delay } from "node:timers/promises";

/** The most that one write takes. */
const LARGEST = 1_000;

interface Waiting<Item> {
  item: Item;
  done: PromiseWithResolvers<void>;
}

/**
 * Writes in groups: what arrives while a write is under way goes together into the next one, so that a burst costs few
 * transactions, and something that comes alone is written at once. Of items with one name that wait at the same time,
 * one is written for all.
 *
 * @param write writes all of them or none
 * @param limitMs how long a write may take; then it counts as failed, whatever becomes of it, and the next one begins.
 *   So whoever sends waits for twice that at most.
 * @returns resolves once the item is written; rejects where its group could not be
 */
export function inGroups<Item>(
  write: (items: Item[]) => Promise<void>,
  { nameOf, limitMs }: { nameOf: (item: Item) => string; limitMs: number },
): (item: Item) => Promise<void> {
  const waiting = new Map<string, Waiting<Item>>();
  let writing = false;

  async function writeAll(): Promise<void> {
    writing = true;
    while (waiting.size > 0) {
      // What has arrived already is read first: an embedded database gives way to nothing while it writes.
      await setImmediate();
      const group = [...waiting].slice(0, LARGEST);
      for (const [name] of group) waiting.delete(name);
      await settle(group.map(([, one]) => one));
    }
    writing = false;
  }

  async function settle(group: Waiting<Item>[]): Promise<void> {
    try {
      await within(limitMs, write(group.map(({ item }) => item)));
      for (const { done } of group) done.resolve();
    } catch (error) {
      for (const { done } of group) done.reject(error);
    }
  }

  return (item) => {
    const name = nameOf(item);
    const { done } = waiting.get(name) ?? { done: Promise.withResolvers() };
    waiting.set(name, { item, done });
    if (!writing) void writeAll();
    return done.promise;
  };
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = delay(limitMs, undefined, { signal: over.signal }).then(() => {
    throw new Error(`The database took longer than ${String(limitMs)} ms.`);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    over.abort();
    limit.catch(() => undefined);
  }
}
