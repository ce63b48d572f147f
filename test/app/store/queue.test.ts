import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  keyName,
  type Key,
  type QueuedKey,
} from "../../../app/reconciler/key.ts";
import { readBacklog } from "../../../app/store/backlog.ts";
import { openDatabase, type Database } from "../../../app/store/database.ts";
import {
  openQueue,
  type Handler,
  type Queue,
} from "../../../app/store/queue.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import { silentLog } from "../silent-log.ts";
import { onEveryDatabase, onPostgres } from "./databases.ts";

const SOON = { timeout: 8_000, interval: 10 };

const DIES_WHILE_LOOKING = join(
  import.meta.dirname,
  "../../fixtures/app/dies-while-looking.ts",
);

let issues = 0;
/** A key that no other test uses. */
function newKey(): Key {
  issues += 1;
  return {
    kind: "issue",
    installation: 1,
    owner: "acme",
    repo: "shop",
    issue: issues,
  };
}

/** Looks as they begin and end. */
function recorder(
  act: (key: QueuedKey) => Promise<void> | void = () => undefined,
) {
  const begun: string[] = [];
  const ended: string[] = [];
  const handler: Handler = async (key) => {
    begun.push(keyName(key));
    await act(key);
    ended.push(keyName(key));
  };
  return {
    handler,
    begun: (key: QueuedKey) => count(begun, key),
    ended: (key: QueuedKey) => count(ended, key),
  };
}

function count(list: string[], key: QueuedKey): number {
  return list.filter((name) => name === keyName(key)).length;
}

onEveryDatabase("the queue", ({ database }) => {
  let now = new Date("2026-03-02T10:00:00Z");
  const running: Queue[] = [];

  async function start(
    handler: Handler,
    on: Database = database(),
  ): Promise<Queue> {
    const queue = await openQueue({
      database: on,
      clock: () => now,
      log: silentLog,
    });
    running.push(queue);
    await queue.start(handler);
    return queue;
  }

  afterEach(async () => {
    for (const queue of running.splice(0)) await queue.stop();
  });

  it("looks at what was sent, with what led to it, within a moment", async () => {
    const key = newKey();
    const looked = vi.fn<Handler>(() => Promise.resolve());
    const queue = await start(looked);
    const sent = performance.now();
    await queue.send(key, "delivery-1");
    await vi.waitFor(() => {
      expect(looked).toHaveBeenCalledWith(key, "delivery-1");
    }, SOON);
    expect(performance.now() - sent).toBeLessThan(1_000);
  });

  it("makes a handful of looks of 500 events for one key", async () => {
    const key = newKey();
    const looks = recorder();
    const queue = await start(looks.handler);
    await Promise.all(
      Array.from({ length: 500 }, () => queue.send(key, "burst")),
    );
    await vi.waitFor(() => {
      expect(looks.ended(key)).toBeGreaterThan(0);
    }, SOON);
    await queue.stop();
    expect(looks.begun(key)).toBeLessThanOrEqual(5);
  });

  it("looks once more after a look during which something happened", async () => {
    const key = newKey();
    const first = Promise.withResolvers<void>();
    const looks = recorder(() => first.promise);
    const queue = await start(looks.handler);
    await queue.send(key, "first");
    await vi.waitFor(() => {
      expect(looks.begun(key)).toBe(1);
    }, SOON);
    await Promise.all([queue.send(key, "second"), queue.send(key, "third")]);
    expect(looks.begun(key)).toBe(1);
    first.resolve();
    await vi.waitFor(() => {
      expect(looks.ended(key)).toBe(2);
    }, SOON);
  });

  it("looks at other things while one look takes long", async () => {
    const [slow, quick] = [newKey(), newKey()];
    const held = Promise.withResolvers<void>();
    const looks = recorder((key) =>
      keyName(key) === keyName(slow) ? held.promise : undefined,
    );
    const queue = await start(looks.handler);
    await queue.send(slow, "a");
    await vi.waitFor(() => {
      expect(looks.begun(slow)).toBe(1);
    }, SOON);
    await queue.send(quick, "b");
    await vi.waitFor(() => {
      expect(looks.ended(quick)).toBe(1);
    }, SOON);
    held.resolve();
  });

  it("looks at other installations' things before the last of one that has a flood", async () => {
    const { database: on, clock } = { database: database(), clock: () => now };
    const order: number[] = [];
    const queue = await openQueue({ database: on, clock, log: silentLog });
    running.push(queue);
    const flood = Array.from({ length: 200 }, () => newKey());
    await Promise.all(flood.map((key) => queue.send(key, "flood")));
    const late: Key = { ...newKey(), installation: 2 };
    now = new Date(now.getTime() + 1_000);
    await queue.send(late, "alone");
    // Stopping moves everything on to the queue.
    await queue.stop();
    await start((key) => {
      if ("installation" in key) order.push(key.installation);
      return Promise.resolve();
    });
    await vi.waitFor(() => {
      expect(order).toHaveLength(201);
    }, SOON);
    // Eleven turns come before it; each of the workers may have taken one more.
    expect(order.indexOf(2)).toBeLessThan(20);
  });

  it("tries again after an error", async () => {
    const key = newKey();
    let failures = 1;
    const looks = recorder(() => {
      if (failures-- > 0)
        throw new ProviderError("github", "is down", { retryable: true });
    });
    const queue = await start(looks.handler);
    await queue.send(key, "a");
    await vi.waitFor(() => {
      expect(looks.ended(key)).toBe(1);
    }, SOON);
    expect(looks.begun(key)).toBe(2);
  });

  it("gives up at once where trying again is of no use, and still looks when something happens", async () => {
    const key = newKey();
    let refuse = true;
    const looks = recorder(() => {
      if (refuse)
        throw new ProviderError("github", "is gone", { retryable: false });
    });
    const queue = await start(looks.handler);
    await queue.send(key, "a");
    await vi.waitFor(() => {
      expect(looks.begun(key)).toBe(1);
    }, SOON);
    refuse = false;
    await queue.send(key, "b");
    await vi.waitFor(() => {
      expect(looks.ended(key)).toBe(1);
    }, SOON);
    expect(looks.begun(key)).toBe(2);
  });

  describe("timers", () => {
    it("looks when the clock says so, however the clock got there", async () => {
      const key = newKey();
      const looks = recorder();
      const queue = await start(looks.handler);
      await queue.sendAt(key, new Date(now.getTime() + 3 * 24 * 3_600_000));
      now = new Date(now.getTime() + 2 * 24 * 3_600_000);
      await queue.send(newKey(), "something else");
      expect(looks.begun(key)).toBe(0);
      now = new Date(now.getTime() + 24 * 3_600_000);
      await vi.waitFor(() => {
        expect(looks.ended(key)).toBe(1);
      }, SOON);
    });

    it("keeps the earliest of several moments, and forgets the others", async () => {
      const key = newKey();
      const looks = recorder();
      const queue = await start(looks.handler);
      for (const minutes of [30, 10, 20])
        await queue.sendAt(key, new Date(now.getTime() + minutes * 60_000));
      now = new Date(now.getTime() + 10 * 60_000);
      await vi.waitFor(() => {
        expect(looks.ended(key)).toBe(1);
      }, SOON);
      now = new Date(now.getTime() + 60 * 60_000);
      const other = newKey();
      await queue.sendAt(other, new Date(now.getTime() - 1));
      await vi.waitFor(() => {
        expect(looks.ended(other)).toBe(1);
      }, SOON);
      expect(looks.begun(key)).toBe(1);
    });

    it("does not let a moment to come swallow an event now", async () => {
      const key = newKey();
      const looks = recorder();
      const queue = await start(looks.handler);
      await queue.sendAt(key, new Date(now.getTime() + 3_600_000));
      await queue.send(key, "now");
      await vi.waitFor(() => {
        expect(looks.ended(key)).toBe(1);
      }, SOON);
    });
  });

  it("keeps what was sent while nobody looked", async () => {
    const key = newKey();
    const closed = await openQueue({
      database: database(),
      clock: () => now,
      log: silentLog,
    });
    await closed.send(key, "a");
    await closed.sendAt(newKey(), new Date(now.getTime() - 1));
    await closed.stop();
    const looks = recorder();
    await start(looks.handler);
    await vi.waitFor(() => {
      expect(looks.ended(key)).toBe(1);
    }, SOON);
  });

  it("tells what waits, and for how long", async () => {
    const queue = await openQueue({
      database: database(),
      clock: () => now,
      log: silentLog,
    });
    await queue.send(newKey(), "a");
    await queue.send(newKey(), "b");
    await queue.stop();
    const { waiting, oldestSeconds } = await readBacklog(database().kysely);
    expect(waiting).toBe(2);
    expect(oldestSeconds).toBeGreaterThanOrEqual(0);
    expect(oldestSeconds).toBeLessThan(600);
    const looks = recorder();
    await start(looks.handler);
    await vi.waitFor(async () => {
      expect(await readBacklog(database().kysely)).toEqual({
        waiting: 0,
        oldestSeconds: 0,
      });
    }, SOON);
  });

  it("finishes the looks under way before it stops", async () => {
    const key = newKey();
    const held = Promise.withResolvers<void>();
    const looks = recorder(() => held.promise);
    const queue = await start(looks.handler);
    await queue.send(key, "a");
    await vi.waitFor(() => {
      expect(looks.begun(key)).toBe(1);
    }, SOON);
    const stopped = queue.stop();
    held.resolve();
    await stopped;
    expect(looks.ended(key)).toBe(1);
  });
});

describe("the queue after a crash (embedded)", () => {
  it("takes the folder over and looks again at what was under way", async () => {
    const folder = await mkdtemp(join(tmpdir(), "chaos-governor-"));
    const died = spawnSync(process.execPath, [DIES_WHILE_LOOKING, folder]);
    expect(died.signal).toBe("SIGKILL");

    const database = await openDatabase({ folder });
    const queue = await openQueue({
      database,
      clock: () => new Date(),
      log: silentLog,
    });
    const looks = vi.fn<Handler>(() => Promise.resolve());
    await queue.start(looks);
    await vi.waitFor(() => {
      expect(looks).toHaveBeenCalledWith(
        { kind: "run", installation: 1, owner: "acme", repo: "shop", run: 99 },
        "a webhook",
      );
    }, SOON);
    await queue.stop();
    await database.close();
    await rm(folder, { recursive: true });
  });
});

onPostgres("several processes on one database", (place) => {
  it("start at once, and never look at the same thing at the same time", async () => {
    const databases = await Promise.all(
      [1, 2, 3].map(async () => openDatabase(await place())),
    );
    const keys = [newKey(), newKey()];
    const underWay = new Set<string>();
    let together = 0;
    let looks = 0;
    const handler: Handler = async (key) => {
      const name = keyName(key);
      if (underWay.has(name)) together += 1;
      underWay.add(name);
      // Long enough for the other processes to ask for the same key.
      await delay(5);
      underWay.delete(name);
      looks += 1;
    };
    const queues = await Promise.all(
      databases.map((database) =>
        openQueue({ database, clock: () => new Date(), log: silentLog }),
      ),
    );
    await Promise.all(queues.map((queue) => queue.start(handler)));

    for (let round = 0; round < 30; round += 1)
      await Promise.all(
        queues.flatMap((queue) => keys.map((key) => queue.send(key, "burst"))),
      );
    // How many, depends on how many of the burst were written together.
    await vi.waitFor(() => {
      expect(looks).toBeGreaterThan(5);
    }, SOON);
    await Promise.all(queues.map((queue) => queue.stop()));
    await Promise.all(databases.map((database) => database.close()));
    expect(together).toBe(0);
  });
});
