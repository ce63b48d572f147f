import { Kysely, PGliteDialect } from "kysely";
import { describe, expect, it, vi } from "vitest";
import type { Log } from "../../../app/log.ts";
import { lookMemory } from "../../../app/reconciler/look-memory.ts";
import {
  DELIVERIES,
  EVERYTHING,
  type Key,
} from "../../../app/reconciler/key.ts";
import {
  createWorker,
  type Installations,
  type WorkerOptions,
} from "../../../app/reconciler/worker.ts";
import type { Queue } from "../../../app/store/queue.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import type { Tables } from "../../../app/store/tables.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import { silentLog } from "../silent-log.ts";
import { FakeRepository } from "./fake-repository.ts";

const NOW = new Date("2026-03-02T10:00:00Z");
const LATER = new Date("2026-03-02T17:00:00Z");
const ISSUE: Key = {
  kind: "issue",
  installation: 7,
  owner: "acme",
  repo: "shop",
  issue: 12,
};
const RUN: Key = {
  kind: "run",
  installation: 7,
  owner: "acme",
  repo: "shop",
  run: 99,
};

/** A database that nobody opens: where repositories are, the tests say. */
const neverOpened = new Kysely<Tables>({
  dialect: new PGliteDialect({
    pglite: () => Promise.reject(new Error("the worker opened the database")),
  }),
});

function world(changed: Partial<WorkerOptions> = {}) {
  const send = vi.fn<Queue["send"]>(() => Promise.resolve());
  const sendAt = vi.fn<Queue["sendAt"]>(() => Promise.resolve());
  const look = vi.fn<WorkerOptions["look"]>(() => Promise.resolve({}));
  const github = new FakeRepository(() => NOW);
  const installations = {
    list: vi.fn<Installations["list"]>(() => Promise.resolve([7, 8])),
    repositories: vi.fn<Installations["repositories"]>((installation) =>
      Promise.resolve(
        ["shop", "studio"].map((name, index) => ({
          id: installation * 10 + index,
          owner: "acme",
          repo: `${name}-${installation}`,
          archived: false,
        })),
      ),
    ),
    whereabouts: vi.fn<Installations["whereabouts"]>(() =>
      Promise.resolve(undefined),
    ),
    repository: vi.fn<Installations["repository"]>(() =>
      Promise.resolve(github),
    ),
    admit: vi.fn<Installations["admit"]>(),
  };
  const worker = createWorker({
    look,
    installations,
    queue: { send, sendAt },
    redeliver: () => Promise.resolve(),
    upkeep: () => Promise.resolve(),
    store: {
      ...createStore(neverOpened),
      placeOf: () =>
        Promise.resolve({ id: 1, installation: 7, archived: false }),
      settlePlace: () => Promise.resolve(),
    },
    memory: lookMemory(),
    randomId: () => "id",
    clock: () => NOW,
    services: {},
    log: silentLog,
    ...changed,
  });
  return { worker, send, sendAt, look, installations, github };
}

describe("the worker", () => {
  it("looks at what the queue names, through the installation that may see it", async () => {
    const { worker, look, installations, github, sendAt } = world();
    await worker(ISSUE, "delivery-1");
    expect(installations.repository).toHaveBeenCalledWith(ISSUE);
    expect(look).toHaveBeenCalledExactlyOnceWith(
      ISSUE,
      expect.objectContaining({ github }),
    );
    expect(sendAt).not.toHaveBeenCalled();
  });

  it("keeps its house whenever it looks at everything, and only then", async () => {
    const upkeep = vi.fn<WorkerOptions["upkeep"]>(() => Promise.resolve());
    const { worker } = world({ upkeep });
    await worker(ISSUE, "delivery-1");
    expect(upkeep).not.toHaveBeenCalled();
    await worker(EVERYTHING, "timer");
    expect(upkeep).toHaveBeenCalledOnce();
  });

  it("asks for webhooks that did not arrive, and does so again about five minutes later, even where GitHub is down", async () => {
    const down = new ProviderError("github", "is down", { retryable: true });
    const redeliver = vi.fn<WorkerOptions["redeliver"]>(() =>
      Promise.reject(down),
    );
    const { worker, look, sendAt } = world({ redeliver });
    await expect(worker(DELIVERIES, "start")).rejects.toBe(down);
    expect(redeliver).toHaveBeenCalledOnce();
    expect(look).not.toHaveBeenCalled();
    const [key, at] = sendAt.mock.lastCall ?? [];
    expect(key).toEqual(DELIVERIES);
    const minutes = (Number(at) - NOW.getTime()) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(5);
    expect(minutes).toBeLessThanOrEqual(6);
  });

  it("arranges for another look where the clock leads to one", async () => {
    const { worker, look, sendAt } = world();
    look.mockResolvedValue({ lookAgainAt: LATER });
    await worker(ISSUE, "delivery-1");
    expect(sendAt).toHaveBeenCalledExactlyOnceWith(ISSUE, LATER);
  });

  it("lets a look name other things, and says which look did", async () => {
    const { worker, look, send } = world();
    look.mockImplementation(async (_, { queue }) => {
      await queue.send(ISSUE);
      return {};
    });
    await worker(RUN, "delivery-1");
    expect(send).toHaveBeenCalledExactlyOnceWith(
      ISSUE,
      "delivery-1 > run:acme/shop:99",
    );
    await worker(RUN, "delivery-1 > issue:acme/shop#3");
    expect(send).toHaveBeenLastCalledWith(
      ISSUE,
      "delivery-1 > run:acme/shop:99",
    );
  });

  it.each([
    ["warn", new ProviderError("github", "is down", { retryable: true })],
    ["error", new TypeError("a bug")],
  ] as const)("hands failures on to the queue (%s)", async (level, failure) => {
    const line = vi.fn<Log["warn"]>();
    const { worker, look } = world({ log: { ...silentLog, [level]: line } });
    look.mockRejectedValue(failure);
    await expect(worker(ISSUE, "delivery-1")).rejects.toBe(failure);
    expect(line).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({
        key: "issue:acme/shop#12",
        cause: "delivery-1",
      }),
      expect.any(String),
    );
  });

  describe("while a rate limit is nearly used up", () => {
    const spent = new ProviderError("github", "asked too much", {
      retryable: true,
      retryAfterMs: 600_000,
    });

    it("puts a look off to the moment when there is more, without failing", async () => {
      const { worker, look, installations, sendAt } = world();
      installations.admit.mockImplementation(() => {
        throw spent;
      });
      await worker(ISSUE, "delivery-1");
      expect(look).not.toHaveBeenCalled();
      expect(sendAt).toHaveBeenCalledExactlyOnceWith(
        ISSUE,
        new Date("2026-03-02T10:10:00Z"),
      );
    });

    it("puts a look off that found out on its way", async () => {
      const { worker, look, sendAt } = world();
      look.mockRejectedValue(spent);
      await worker(RUN, "delivery-1");
      expect(sendAt).toHaveBeenCalledExactlyOnceWith(
        RUN,
        new Date("2026-03-02T10:10:00Z"),
      );
    });

    it("has a halt leave nothing to others, a request little, a search much", async () => {
      const { worker, installations } = world();
      const at = { installation: 7, owner: "acme", repo: "shop" };
      for (const key of [
        { kind: "halt", ...at },
        ISSUE,
        { kind: "repository", ...at },
      ] as const)
        await worker(key, "delivery-1");
      const left = installations.admit.mock.calls.map(([, leaves]) => leaves);
      expect(left).toEqual([0, 0.05, 0.2]);
    });
  });

  describe("where everything is to be looked at", () => {
    it("names every repository of every installation", async () => {
      const { worker, send, look } = world();
      await worker(EVERYTHING, "start");
      const names = send.mock.calls.map(([key]) =>
        key.kind === "repository"
          ? `${key.installation}/${key.repo}`
          : key.kind,
      );
      expect(names).toEqual([
        "7/shop-7",
        "7/studio-7",
        "8/shop-8",
        "8/studio-8",
      ]);
      expect(look).not.toHaveBeenCalled();
    });

    it("spreads many repositories of an installation over four minutes", async () => {
      const { worker, installations, send, sendAt } = world();
      const many = Array.from({ length: 50 }, (_, index) => ({
        id: index,
        owner: "acme",
        repo: `shop-${index}`,
        archived: false,
      }));
      installations.repositories.mockResolvedValueOnce(many);
      installations.list.mockResolvedValue([7]);
      await worker(EVERYTHING, "start");
      expect(send).toHaveBeenCalledTimes(10);
      const later = sendAt.mock.calls
        .filter(([{ kind }]) => kind === "repository")
        .map(([, at]) => (at.getTime() - NOW.getTime()) / 1_000);
      expect(later).toHaveLength(40);
      expect(later[0]).toBe(6);
      expect(later.at(-1)).toBe(240);
    });

    it("does so again about five minutes later, even where GitHub is down", async () => {
      const { worker, installations, sendAt } = world();
      const down = new ProviderError("github", "is down", { retryable: true });
      installations.list.mockRejectedValue(down);
      await expect(worker(EVERYTHING, "start")).rejects.toBe(down);
      const [key, at] = sendAt.mock.lastCall ?? [];
      expect(key).toEqual(EVERYTHING);
      const minutes = (Number(at) - NOW.getTime()) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(5);
      expect(minutes).toBeLessThanOrEqual(6);
    });

    it("goes on where one installation can't be asked", async () => {
      const { worker, installations, send } = world();
      installations.repositories.mockRejectedValueOnce(
        new ProviderError("github", "suspended", { retryable: false }),
      );
      await worker(EVERYTHING, "start");
      expect(send).toHaveBeenCalledTimes(2);
    });
  });
});
