import { describe, expect, it } from "vitest";
import { redelivery, type Hook } from "../../app/redelivery.ts";
import { createStore } from "../../app/store/sql-store.ts";
import { onEveryDatabase } from "./store/databases.ts";
import { silentLog } from "./silent-log.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const HOUR_MS = 3_600_000;

interface Delivered {
  id: number;
  guid: string;
  at: Date;
  status: "success" | "failure";
}

onEveryDatabase("redelivery", ({ database }) => {
  let events = 0;

  /** A GitHub that remembers what was delivered, and the app's way of asking it. */
  function world() {
    const delivered: Delivered[] = [];
    const asked: number[] = [];
    const time = { now: NOW };
    const hook: Hook = {
      deliveries: ({ status, since }) =>
        Promise.resolve(
          delivered
            .filter((one) => one.status === status && one.at >= since)
            .toReversed(),
        ),
      redeliver: (id) => {
        asked.push(id);
        return Promise.resolve();
      },
    };
    const ask = redelivery({
      hook,
      store: createStore(database().kysely),
      clock: () => time.now,
    });
    const guid = `event-${(events += 1)}`;
    const deliver = (
      status: Delivered["status"],
      hoursAgo = 1,
      of: string = guid,
    ) => {
      const at = new Date(time.now.getTime() - hoursAgo * HOUR_MS);
      const id = delivered.length + 1;
      delivered.push({ id, guid: of, at, status });
    };
    return { deliver, asked, time, heal: () => ask(silentLog) };
  }

  describe("a webhook that did not arrive", () => {
    it("is asked for once, while nothing is known of what came of that", async () => {
      const { deliver, asked, heal } = world();
      deliver("failure");
      await heal();
      await heal();
      expect(asked).toEqual([1]);
    });

    it("is not asked for where it arrived meanwhile", async () => {
      const { deliver, asked, heal } = world();
      deliver("failure", 3);
      deliver("success", 2);
      await heal();
      expect(asked).toEqual([]);
    });

    it("is asked for again where it failed again, by its latest delivery, three times at most", async () => {
      const { deliver, asked, heal } = world();
      for (let time = 0; time < 5; time += 1) {
        deliver("failure");
        await heal();
      }
      expect(asked).toEqual([1, 2, 3]);
    });

    it("is not asked for where it is more than three days old", async () => {
      const { deliver, asked, heal } = world();
      deliver("failure", 73);
      deliver("failure", 71, "younger");
      await heal();
      expect(asked).toEqual([2]);
    });
  });

  it("asks for 200 at once, and for the rest the next time", async () => {
    const { deliver, asked, heal } = world();
    for (let one = 0; one < 250; one += 1)
      deliver("failure", 1, `burst-${one}`);
    await heal();
    expect(asked).toHaveLength(200);
    await heal();
    expect(new Set(asked).size).toBe(250);
  });

  it("forgets what is too old to be delivered again", async () => {
    const { deliver, asked, time, heal } = world();
    const store = createStore(database().kysely);
    deliver("failure", 1, "forgotten");
    await heal();
    expect(asked).toEqual([1]);
    time.now = new Date(NOW.getTime() + 73 * HOUR_MS);
    await heal();
    expect((await store.redeliveriesAsked(["forgotten"])).size).toBe(0);
  });
});
