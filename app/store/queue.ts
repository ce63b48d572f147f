import { PgBoss, type Job, type JobResult } from "pg-boss";
import * as z from "zod";
import { ProviderError } from "../../providers/provider-error.ts";
import type { Log } from "../log.ts";
import { keyName, queuedKeySchema, type QueuedKey } from "../reconciler/key.ts";
import type { Database } from "./database.ts";
import { createInbox, type AskedLook } from "./inbox.ts";
import { GIVEN_UP, LOOKS, QUEUE_SCHEMA } from "./queue-names.ts";
import { createTimers } from "./timers.ts";
import { createTurns } from "./turns.ts";

/**
 * A look at one thing.
 *
 * @param cause what first led to this look: a webhook's delivery id, `timer`, …; for the log
 * @throws to be called again later; a ProviderError that is not retryable gives up at once
 */
export type Handler = (key: QueuedKey, cause: string) => Promise<void>;

/**
 * Names of things to look at, kept durably and looked at in turns that are fair to all installations. One thing is looked at by one process at a time; a burst of sends for it
 * becomes one look; a send that arrives during a look leads to one more look after it.
 */
export interface Queue {
  /**
   * Look at it as soon as possible. Resolves once the key is durable; rejects within ten seconds where that can't be had.
   */
  send(key: QueuedKey, cause: string): Promise<void>;
  /** Look at it at that moment as well; of several moments for one key the earliest is kept. */
  sendAt(key: QueuedKey, at: Date): Promise<void>;
  start(handler: Handler): Promise<void>;
  /** Finishes the looks under way, hands back what was not finished in time. */
  stop(): Promise<void>;
}

/** How many things one process looks at at once. */
const WORKERS = 5;
/** How long looks under way may take to finish at the end; what runs processes often kills them after ten seconds. */
const STOP_MS = 8_000;

/** How often a write is made that another process's write or look was in the way of. */
const WRITES = 3;

const jobSchema = z.object({ key: queuedKeySchema, cause: z.string() });

/** @throws where the database can't be reached */
export async function openQueue(options: {
  database: Database;
  clock: () => Date;
  log: Log;
}): Promise<Queue> {
  const { database, clock, log } = options;
  const boss = await startBoss(database, log);
  const turnOf = createTurns(clock);
  const workers: string[] = [];
  const inbox = createInbox({
    db: database.kysely,
    exclusive: database.exclusive,
    log,
    move: async (looks) => {
      await insertLooks(boss, looks, turnOf);
      // A server tells them itself, those of other processes too; the embedded database does not.
      if (database.exclusive)
        for (const worker of workers) boss.notifyWorker(worker);
    },
  });
  const send = (key: QueuedKey, cause: string) => inbox.keep({ key, cause });
  const timers = createTimers({
    db: database.kysely,
    clock,
    log,
    due: (key) => send(key, "timer"),
  });

  return {
    send,
    sendAt: (key, at) =>
      at <= clock() ? send(key, "timer") : timers.set(key, at),
    start: async (handler) => {
      const lookOnce = oneAtATime(handler);
      for (let worker = 0; worker < WORKERS; worker += 1)
        workers.push(await startWorker(boss, lookOnce));
      await inbox.start();
      timers.start();
    },
    stop: async () => {
      await timers.stop();
      await inbox.stop();
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}

async function startBoss(database: Database, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    ...database.boss,
    schema: QUEUE_SCHEMA,
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    // A process that died is noticed by its missing heartbeat within about half a minute.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on("error", (error) => {
    log.error({ err: error }, "The queue met an error; it goes on.");
  });
  boss.on("warning", (warning) => {
    log.debug({ warning }, "The queue warns.");
  });
  await boss.start();
  await boss.createQueue(GIVEN_UP, { retentionSeconds: 7 * 24 * 3_600 });
  await boss.createQueue(LOOKS, {
    policy: "stately",
    notify: true,
    retryLimit: 10,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 300,
    heartbeatSeconds: 20,
    deleteAfterSeconds: 3_600,
    deadLetter: GIVEN_UP,
  });
  if (database.exclusive) await handBack(boss);
  return boss;
}

/**
 * The queue is `stately`: for each key at most one job that waits, one that is under way and one that waits to be tried
 * again. So a send is swallowed only by a look that has not begun yet.
 *
 * Sorted, because two processes that write the same keys in another order would each wait for the other.
 */
async function insertLooks(
  boss: PgBoss,
  looks: AskedLook[],
  turnOf: (key: QueuedKey) => number,
): Promise<void> {
  const jobs = looks
    .map((look) => ({
      singletonKey: keyName(look.key),
      data: look,
      priority: turnOf(look.key),
    }))
    .toSorted((one, other) => (one.singletonKey < other.singletonKey ? -1 : 1));
  for (let write = 1; ; write += 1) {
    try {
      await boss.insert(LOOKS, jobs);
      return;
    } catch (error) {
      if (write === WRITES || !isInTheWay(error)) throw error;
    }
  }
}

/** Deadlocks and serialization failures: PostgreSQL's class 40, "transaction rollback". */
function isInTheWay(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("40")
  );
}

/** Where no other process can be at work, what is under way at the start was left behind by one that died. */
async function handBack(boss: PgBoss): Promise<void> {
  const jobs = await boss.findJobs(LOOKS, { limit: 100_000 });
  const left = jobs.filter(({ state }) => state === "active");
  if (left.length > 0)
    await boss.fail(
      LOOKS,
      left.map(({ id }) => id),
    );
}

async function startWorker(boss: PgBoss, handler: Handler): Promise<string> {
  const worker = await boss.work(
    LOOKS,
    {
      perJobResults: true,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 1,
    },
    async (jobs: Job[]): Promise<JobResult[]> => {
      const results: JobResult[] = [];
      for (const job of jobs) results.push(await settle(job, handler));
      // There may be more to do: ask at once instead of at the next poll.
      boss.notifyWorker(worker);
      return results;
    },
  );
  return worker;
}

async function settle({ id, data }: Job, handler: Handler): Promise<JobResult> {
  const job = jobSchema.safeParse(data);
  if (!job.success)
    return { id, status: "deadletter", output: { problem: "unreadable" } };
  try {
    await handler(job.data.key, job.data.cause);
    return { id, status: "completed" };
  } catch (error) {
    const final = error instanceof ProviderError && !error.retryable;
    return {
      id,
      status: final ? "deadletter" : "failed",
      output: { problem: error instanceof Error ? error.message : "unknown" },
    };
  }
}

/**
 * The database lets one job of a key be under way at a time, as long as its heartbeat is seen. Should the clock jump in
 * between, the job may be handed out again too early: then wait for the look that still runs.
 */
function oneAtATime(handler: Handler): Handler {
  const underWay = new Map<string, Promise<void>>();
  return async (key, cause) => {
    const name = keyName(key);
    for (
      let look = underWay.get(name);
      look !== undefined;
      look = underWay.get(name)
    )
      await look.catch(() => undefined);
    const look = handler(key, cause).finally(() => underWay.delete(name));
    underWay.set(name, look);
    await look;
  };
}
