import { setTimeout as delay } from "node:timers/promises";
import type { Kysely } from "kysely";
import { keyName, queuedKeySchema, type QueuedKey } from "../reconciler/key.ts";
import type { Log } from "../log.ts";
import type { Tables } from "./tables.ts";

/** How often due moments are looked for. Asking again beats waiting for a moment: a clock may be moved meanwhile. */
const POLL_MS = 500;
const BATCH = 100;

/** Moments at which something is to be looked at, one for each key. */
export interface Timers {
  /** Of several moments for one key the earliest is kept. */
  set(key: QueuedKey, at: Date): Promise<void>;
  /** From now on hands over what is due, and then forgets it. */
  start(): void;
  stop(): Promise<void>;
}

export function createTimers(options: {
  db: Kysely<Tables>;
  clock: () => Date;
  log: Log;
  /** Called for each due key; the timer is forgotten once this resolves. */
  due: (key: QueuedKey) => Promise<void>;
}): Timers {
  const { db, clock, log, due } = options;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function fire(): Promise<void> {
    const rows = await db
      .selectFrom("timers")
      .selectAll()
      .where("at", "<=", clock())
      .orderBy("at")
      .limit(BATCH)
      .execute();
    for (const { name, key, at } of rows) {
      const parsed = queuedKeySchema.safeParse(key);
      if (parsed.success) await due(parsed.data);
      else log.error({ timer: name }, "A timer's key can't be read.");
      await db
        .deleteFrom("timers")
        .where((eb) => eb.and({ name, at }))
        .execute();
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await fire().catch((error: unknown) => {
        log.error({ err: error }, "Timers can't be read; trying again.");
      });
      await delay(POLL_MS, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  }

  return {
    set: async (key, at) => {
      await db
        .insertInto("timers")
        .values({ name: keyName(key), key: JSON.stringify(key), at })
        .onConflict((conflict) =>
          conflict.column("name").doUpdateSet((eb) => ({
            key: eb.ref("excluded.key"),
            at: eb.fn<Date>("least", ["timers.at", "excluded.at"]),
          })),
        )
        .execute();
    },
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
