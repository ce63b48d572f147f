import { setTimeout as delay } from "node:timers/promises";
import { sql, type Kysely } from "kysely";
import * as z from "zod";
import type { Log } from "../log.ts";
import { keyName, queuedKeySchema, type QueuedKey } from "../reconciler/key.ts";
import { inGroups } from "./groups.ts";
import type { Tables } from "./tables.ts";

/** A look that is asked for, and what led to it. */
export interface AskedLook {
  key: QueuedKey;
  cause: string;
}

const looksSchema = z.array(
  z.object({ key: queuedKeySchema, cause: z.string() }),
);

/** How long a write may take. GitHub waits ten seconds for an acknowledgement, which may be two writes away. */
const WRITE_MS = 4_000;
/** So few at once that no acknowledgement waits long for them; the embedded database does nothing else meanwhile. */
const MOVED_AT_ONCE = { embedded: 20, server: 200 };
/** What is acknowledged at the same time gets so many times as much of the database as what is moved. */
const PAUSE = 2;
const SWEEP_MS = 5_000;
/** What is older was left behind: by a process that died, or by a database that was away. */
const LEFT_AFTER_SECONDS = 15;
const MOST_ROWS = 100;

/** One row of the table. */
interface Row {
  id: number;
  looks: AskedLook[];
}

/**
 * Makes looks that are asked for durable with as little as can be, and moves them on to the queue, which takes more. A
 * row holds all that was written together, so that many of them cost hardly more than one.
 */
export interface Inbox {
  /** Resolves once it is durable; rejects within ten seconds where that can't be had. */
  keep(look: AskedLook): Promise<void>;
  /** From now on also moves what others left behind, this process's last life among them. */
  start(): Promise<void>;
  /** Moves what there is, unless the database is away. */
  stop(): Promise<void>;
}

/**
 * @param move puts looks, each key once, into the queue; doing it twice must do no harm
 */
export function createInbox(options: {
  db: Kysely<Tables>;
  /** Whether no other process uses the database, and nobody but us tidies it up. */
  exclusive: boolean;
  log: Log;
  move: (looks: AskedLook[]) => Promise<void>;
}): Inbox {
  const { db, exclusive, log, move } = options;
  const movedAtOnce = MOVED_AT_ONCE[exclusive ? "embedded" : "server"];
  const stopping = new AbortController();
  const kept: Row[] = [];
  let moving: Promise<void> | undefined;
  let sweeping: Promise<void> | undefined;

  const keep = inGroups<AskedLook>(
    async (looks) => {
      const { id } = await db
        .insertInto("inbox")
        .values({ looks: JSON.stringify(looks) })
        .returning("id")
        .executeTakeFirstOrThrow();
      kept.push({ id, looks });
      moving ??= moveKept().finally(() => (moving = undefined));
    },
    { nameOf: ({ key }) => keyName(key), limitMs: WRITE_MS },
  );

  async function moveKept(): Promise<void> {
    while (kept.length > 0) {
      try {
        await moveRows(kept.splice(0));
      } catch (error) {
        log.warn({ err: error }, "Looks stay in the inbox for a while.");
      }
    }
  }

  async function moveRows(rows: Row[]): Promise<void> {
    const byName = new Map(
      rows.flatMap(({ looks }) =>
        looks.map((look) => [keyName(look.key), look] as const),
      ),
    );
    const looks = [...byName.values()];
    while (looks.length > 0) {
      const begun = performance.now();
      await move(looks.splice(0, movedAtOnce));
      await delay((performance.now() - begun) * PAUSE);
    }
    const ids = rows.map(({ id }) => id);
    await db.deleteFrom("inbox").where("id", "in", ids).execute();
  }

  async function moveLeft(olderThanSeconds: number): Promise<void> {
    for (;;) {
      const rows = await db
        .selectFrom("inbox")
        .select(["id", "looks"])
        .where(
          "written_at",
          "<=",
          sql<Date>`now() - make_interval(secs => ${olderThanSeconds})`,
        )
        .orderBy("id")
        .limit(MOST_ROWS)
        .execute();
      for (const { id, looks } of rows)
        await moveRows([{ id, looks: readable(id, looks) }]);
      if (rows.length < MOST_ROWS) return;
    }
  }

  function readable(id: number, looks: unknown): AskedLook[] {
    const parsed = looksSchema.safeParse(looks);
    if (!parsed.success)
      log.error({ row: id }, "A row of the inbox can't be read.");
    return parsed.data ?? [];
  }

  async function sweep(): Promise<void> {
    const { signal } = stopping;
    while (!signal.aborted) {
      await delay(SWEEP_MS, undefined, { signal }).catch(() => undefined);
      try {
        await moveLeft(LEFT_AFTER_SECONDS);
        if (exclusive)
          await sql`vacuum ${sql.table("chaos_governor.inbox")}`.execute(db);
      } catch (error) {
        log.error({ err: error }, "The inbox can't be read; trying again.");
      }
    }
  }

  return {
    keep,
    start: async () => {
      await moveLeft(exclusive ? 0 : LEFT_AFTER_SECONDS);
      sweeping ??= sweep();
    },
    stop: async () => {
      stopping.abort();
      await sweeping;
      await moving;
    },
  };
}
