import { describe, expect, it } from "vitest";
import {
  keyName,
  type Key,
  type QueuedKey,
} from "../../../app/reconciler/key.ts";
import { look } from "../../../app/reconciler/look.ts";
import { createWorker } from "../../../app/reconciler/worker.ts";
import type { LearnedPlace } from "../../../app/store/records.ts";
import { createVerifier } from "../../../core/audit/verify.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import { storeForTests } from "./store-for-tests.ts";
import { World } from "./world.ts";

const store = storeForTests();
let repositories = 1_000;

/** A repository of which GitHub says where it is, and a worker that looks at what is in its queue. */
function moving() {
  const world = new World(store());
  const { owner, name } = world.github;
  const id = (repositories += 1);
  const place: LearnedPlace = {
    id,
    owner,
    repo: name,
    installation: 7,
    archived: false,
  };
  /** By name: GitHub leads from former names to today's. */
  const found = new Map<string, LearnedPlace>([[name, place]]);
  const queue: QueuedKey[] = [];
  const looked: string[] = [];
  const send = (key: QueuedKey) => {
    queue.push(key);
    return Promise.resolve();
  };
  let reached = true;
  const worker = createWorker({
    ...world.context,
    look: async (key, context) => {
      looked.push(`${key.installation}/${keyName(key)}`);
      if (!reached)
        throw new ProviderError("github", "gone", {
          retryable: false,
          status: 404,
        });
      return look(key, context);
    },
    installations: {
      list: () => Promise.resolve([place.installation]),
      repositories: () => Promise.resolve(reached ? [place] : []),
      whereabouts: ({ repo }) =>
        Promise.resolve(reached ? found.get(repo) : undefined),
      repository: () => Promise.resolve(world.github),
      admit: () => undefined,
    },
    queue: { send, sendAt: () => Promise.resolve() },
    upkeep: () => Promise.resolve(),
    redeliver: () => Promise.resolve(),
  });
  return {
    world,
    place,
    looked,
    /** @returns what was looked at, each by installation and name */
    settle: async (...keys: QueuedKey[]): Promise<string[]> => {
      looked.length = 0;
      queue.push(...keys);
      for (let key = queue.shift(); key; key = queue.shift())
        await worker(key, "test");
      return [...looked];
    },
    named: (issue: number, changed: Partial<LearnedPlace> = {}): Key => {
      const { owner: by, repo, installation } = { ...place, ...changed };
      return { kind: "issue", installation, owner: by, repo, issue };
    },
    rename: (to: string, from = place.repo): void => {
      Object.assign(place, { repo: to });
      world.github.name = to;
      found.set(from, place).set(to, place);
    },
    reach: (isReached: boolean): void => {
      reached = isReached;
    },
    phase: async (issue: number, repo = place.repo) =>
      (await store().recordFor({ owner, repo, issue }))?.phase,
  };
}

/** A request that waits for approvals, as the app knows it. */
async function waiting() {
  const there = moving();
  await there.world.provenInStaging();
  const issue = there.world.request();
  await there.settle(there.named(issue));
  expect(await there.phase(issue)).toBe("open");
  return { ...there, issue };
}

describe("a repository with another name", () => {
  it("takes its open request along, which is approved and dispatched once", async () => {
    const { world, issue, rename, settle, named, place, phase } =
      await waiting();
    const former = { owner: place.owner, repo: place.repo };
    rename(`${former.repo}-new`);
    world.approve(issue);
    const looks = await settle(
      named(issue),
      named(issue, { repo: former.repo }),
    );
    expect(new Set(looks)).toEqual(new Set([`7/${keyName(named(issue))}`]));
    expect(world.dispatched()).toHaveLength(1);
    await settle(named(issue));
    expect(world.dispatched()).toHaveLength(1);
    expect(await phase(issue)).toBe("running");
    expect(await phase(issue, former.repo)).toBeUndefined();
  });

  it("is noticed by the look at everything, too", async () => {
    const { issue, rename, settle, phase, place } = await waiting();
    const former = place.repo;
    rename(`${former}-new`);
    await settle({ kind: "everything" });
    expect(await phase(issue)).toBe("open");
    expect(await phase(issue, former)).toBeUndefined();
  });

  it("keeps one audit trail, which tells of it and is whole", async () => {
    const { rename, settle, named, issue, place } = await waiting();
    const former = place.repo;
    const before = await store().auditHead(place);
    rename(`${former}-new`);
    await settle({ ...named(issue), kind: "whereabouts" } as const);
    const entries = await store().auditEntries(place, 0, 1_000);
    const verifier = createVerifier(before.hash);
    expect(entries.flatMap((entry) => verifier.next(entry) ?? [])).toEqual([]);
    expect(verifier.end(await store().auditHead(place))).toMatchObject({
      ok: true,
    });
    expect(entries.filter(({ kind }) => kind === "renamed")).toMatchObject([
      { data: { from: `odavl/${former}`, to: `odavl/${former}-new` } },
    ]);
  });

  it("leaves nothing to another repository that takes its former name", async () => {
    const { rename, settle, named, issue, place, phase, world } =
      await waiting();
    const former = place.repo;
    // Nobody tells of the rename, only of the other repository.
    const another = { ...place, id: (repositories += 1) };
    await store().settlePlace(another, world.now);
    expect(await phase(issue, former)).toBeUndefined();
    rename(`${former}-new`, `${former}-new`);
    await settle(named(issue));
    expect(await phase(issue)).toBe("open");
  });
});

describe("a repository that the App can't reach", () => {
  it("is left alone without a failure, and its request goes on afterwards", async () => {
    const { world, issue, settle, named, reach, phase } = await waiting();
    reach(false);
    world.approve(issue);
    expect(await settle(named(issue))).toHaveLength(1);
    expect(await settle(named(issue))).toEqual([]);
    expect(await phase(issue)).toBe("open");
    reach(true);
    await settle({ kind: "everything" });
    expect(world.dispatched()).toHaveLength(1);
  });

  it("is looked at by the installation that reaches it now", async () => {
    const { issue, settle, named, place } = await waiting();
    Object.assign(place, { installation: 8 });
    const looks = await settle(named(issue, { installation: 7 }));
    expect(looks).toEqual([`7/${keyName(named(issue))}`]);
    await settle({ kind: "everything" });
    expect(await settle(named(issue, { installation: 7 }))).toEqual([
      `8/${keyName(named(issue))}`,
    ]);
  });
});

describe("an archived repository", () => {
  it("has its open requests ended with the reason, nothing dispatched and nothing written", async () => {
    const { world, issue, settle, named, place, phase } = await waiting();
    world.approve(issue);
    Object.assign(place, { archived: true });
    const { writes } = world.github;
    const looks = await settle(
      { ...named(issue), kind: "whereabouts" } as const,
      named(issue),
    );
    expect(looks).toEqual([]);
    expect(await phase(issue)).toBe("cancelled");
    expect(await world.audit(issue, "phase")).toMatchObject([
      { phase: "cancelled", because: expect.stringContaining("archived") },
    ]);
    expect(world.dispatched()).toEqual([]);
    expect(world.github.writes).toBe(writes);
  });

  it("says so in its requests once it is no longer archived", async () => {
    const { world, issue, settle, place } = await waiting();
    Object.assign(place, { archived: true });
    await settle({ kind: "everything" });
    Object.assign(place, { archived: false });
    await settle({ kind: "everything" });
    expect(world.status(issue)).toContain("archived");
    expect(world.issue(issue).open).toBe(false);
    expect(world.dispatched()).toEqual([]);
  });
});
