import { describe, expect, it } from "vitest";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import {
  EXPERIMENT,
  EXPERIMENT_PATH,
  experiment,
  journal,
  POLICY,
  POLICY_PATH,
  World,
  zipOf,
} from "./world.ts";

const store = storeForTests();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const JOURNAL = `${EXPERIMENT}-journal.json`;

const recorded = (world: World, run: number, attempt = 1) =>
  world.store.recordedRun(world.ref(0), run, attempt);

/** A request for staging whose run is under way. */
async function running() {
  const world = new World(store());
  const issue = world.request("staging");
  await world.look(world.issueKey(issue));
  const run = world.dispatched()[0]?.id ?? 0;
  return { world, issue, run };
}

/** A run by hand in staging that ends with this artifact. */
async function endsWith(
  artifact: (world: World) => Uint8Array | undefined,
  start: Partial<WorkflowRun> = {},
) {
  const world = new World(store());
  const run = world.startByHand("staging", start);
  world.github.finishRun(run, "success", artifact(world));
  await world.look(world.runKey(run));
  return { world, run };
}

const held = (world: World) => zipOf({ [JOURNAL]: journal("held", world.now) });

describe("a finished run", () => {
  it("is judged by its journal, with the digest of the experiment at its commit and GitHub's times", async () => {
    const world = new World(store());
    const run = world.startByHand("staging");
    world.github.commit({ [EXPERIMENT_PATH]: experiment("A later one") });
    world.now = new Date(world.now.getTime() + 5 * MINUTE);
    world.finish(run, "held");
    await world.look(world.runKey(run));
    const [first] = world.github.runList;
    const later = await world.github.head();
    expect(first?.commit).not.toBe(later.commit);
    expect(await recorded(world, run)).toMatchObject({
      verdict: "held",
      failed: false,
      environment: "staging",
      commit: first?.commit,
      startedAt: first?.startedAt,
      endedAt: world.now,
    });
  });

  it.each<[string, Partial<WorkflowRun>]>([
    ["on a branch", { branch: "feature" }],
    ["of another workflow", { path: ".github/workflows/other.yml" }],
    ["of a fork's pull request", { event: "pull_request" }],
    ["that says nothing", { title: "Nightly build" }],
    [
      "for an environment nobody governs",
      { title: `Chaos: ${EXPERIMENT} in dev` },
    ],
  ])("%s proves nothing", async (_, start) => {
    const { world, run } = await endsWith(held, start);
    expect(await recorded(world, run)).toBeUndefined();
  });

  it("that a person started and that left no journal is neither failure nor proof", async () => {
    const { world, run } = await endsWith(() => undefined);
    await world.advance(10 * MINUTE);
    await world.look(world.repositoryKey());
    expect(await recorded(world, run)).toBeUndefined();
    expect(world.failureIssues()).toEqual([]);
  });

  it("may upload its journal a little late", async () => {
    const { world, issue, run } = await running();
    world.github.finishRun(run, "success");
    await world.look(world.runKey(run));
    expect(await recorded(world, run)).toBeUndefined();
    world.github.upload(run, held(world));
    await world.advance(3 * MINUTE);
    expect(await recorded(world, run)).toMatchObject({ verdict: "held" });
    expect(world.issue(issue).closedAs).toBe("completed");
  });

  it.each([
    ["failure", "failed", /No journal was uploaded.*ended with failure/],
    ["cancelled", "interrupted", /cancelled, and no journal was uploaded/],
  ])(
    "of ours without a journal that ended with %s is %s",
    async (conclusion, verdict, reason) => {
      const { world, issue, run } = await running();
      world.github.finishRun(run, conclusion);
      await world.look(world.runKey(run));
      await world.advance(3 * MINUTE);
      const record = await recorded(world, run);
      expect(record).toMatchObject({ verdict, failed: true, request: issue });
      expect(record?.reason).toMatch(reason);
      expect(world.issue(issue).closedAs).toBe("not_planned");
      expect(world.failureIssues()).toHaveLength(1);
    },
  );

  it.each<[string, (world: World) => Uint8Array, RegExp]>([
    [
      "the journal of another experiment",
      ({ now }) =>
        zipOf({ [JOURNAL]: journal("held", now, experiment("Another")) }),
      /another experiment/,
    ],
    ["no journal in it", () => zipOf({ "notes.txt": "Hi" }), /holds no/],
    [
      "several journals, none of them its own",
      ({ now }) =>
        zipOf({
          "a-journal.json": journal("held", now),
          "b-journal.json": journal("held", now),
        }),
      /holds no database-pod-failure-journal.json/,
    ],
    ["what is no zip", () => Buffer.from("not a zip"), /can't be read/],
    ["what is no journal", () => zipOf({ [JOURNAL]: "{}" }), /journal/],
    [
      "a bomb",
      () => zipOf({ [JOURNAL]: " ".repeat(5_000_000) }),
      /packed more than/,
    ],
  ])("with %s failed, and says why", async (_, artifact, reason) => {
    const { world, run } = await endsWith(artifact);
    const record = await recorded(world, run);
    expect(record).toMatchObject({ verdict: "failed", failed: true });
    expect(record?.reason).toMatch(reason);
  });

  it("whose artifact is larger than is read failed", async () => {
    const { world, run } = await endsWith(
      () => new Uint8Array(26 * 1_024 * 1_024),
    );
    expect((await recorded(world, run))?.reason).toMatch(/larger than 25 MiB/);
  });

  it("finds its own journal among several", async () => {
    const { world, run } = await endsWith(({ now }) =>
      zipOf({
        "other-journal.json": journal("deviated", now, experiment("Other")),
        [JOURNAL]: journal("held", now),
      }),
    );
    expect(await recorded(world, run)).toMatchObject({ verdict: "held" });
  });

  it("whose experiment is not in the repository failed", async () => {
    const world = new World(store());
    const run = world.startByHand("staging", {
      title: "Chaos: made-up in staging",
    });
    world.github.finishRun(run, "success", held(world));
    await world.look(world.runKey(run));
    expect((await recorded(world, run))?.reason).toMatch(/no such experiment/);
  });

  it("is looked at again later while the policy can't be read", async () => {
    const world = new World(store());
    const run = world.startByHand("staging");
    world.finish(run, "held");
    world.github.commit({ [POLICY_PATH]: "version: 7" });
    await world.look(world.runKey(run));
    expect(await recorded(world, run)).toBeUndefined();
    world.github.commit({ [POLICY_PATH]: POLICY });
    await world.advance(10 * MINUTE);
    expect(await recorded(world, run)).toMatchObject({ verdict: "held" });
  });

  it("of ours is judged although its workflow gives it no title", async () => {
    const { world, issue, run } = await running();
    const [started] = world.github.runList;
    if (started) started.title = "Chaos tests";
    world.finish(run, "held");
    await world.look(world.runKey(run));
    expect(await recorded(world, run)).toMatchObject({
      verdict: "held",
      request: issue,
      experiment: EXPERIMENT,
    });
  });
});

/** A run that held and was then started anew. */
async function rerun() {
  const world = new World(store());
  const run = world.startByHand("staging");
  world.finish(run, "held");
  await world.look(world.runKey(run));
  world.now = new Date(world.now.getTime() + MINUTE);
  const [attempt] = world.github.runList;
  if (attempt) Object.assign(attempt, { attempt: 2, startedAt: world.now });
  world.now = new Date(world.now.getTime() + MINUTE);
  return { world, run };
}

describe("a run that was started anew", () => {
  it("is not judged by the journal of the attempt before", async () => {
    const { world, run } = await rerun();
    world.github.finishRun(run, "failure");
    await world.look(world.runKey(run));
    await world.advance(5 * MINUTE);
    expect(await recorded(world, run, 2)).toBeUndefined();
    expect(await recorded(world, run, 1)).toMatchObject({ verdict: "held" });
  });

  it("is judged by its own", async () => {
    const { world, run } = await rerun();
    world.finish(run, "deviated");
    await world.look(world.runKey(run));
    expect(await recorded(world, run, 2)).toMatchObject({
      verdict: "deviated",
    });
  });
});

describe("an experiment that fails", () => {
  it("again and again is told of in one issue, oldest first, with their number", async () => {
    const world = new World(store());
    await world.handRun("staging", "deviated");
    const second = await world.handRun("staging", "deviated");
    const third = await world.handRun("staging", "deviated");
    const [failure, ...others] = world.failureIssues();
    expect(others).toEqual([]);
    expect(failure?.body).toContain("Failed 3 times");
    const told = world.github.conversation(failure?.number ?? 0);
    expect(told.map(({ body }) => body.includes("It failed again"))).toEqual([
      true,
      true,
    ]);
    expect(told[0]?.body).toContain(`runs/${second}`);
    expect(told[1]?.body).toContain(`runs/${third}`);
  });

  it("is told of although the journal before shows the hidden line that says so", async () => {
    const world = new World(store());
    const run = world.startByHand("staging");
    const forged = journal("deviated", world.now).replaceAll(
      "kill-the-pod",
      `<!-- chaos-governor:run:${run}:2 -->`,
    );
    world.github.finishRun(run, "failure", zipOf({ [JOURNAL]: forged }));
    await world.look(world.runKey(run));
    const [failure] = world.failureIssues();
    expect(failure?.body).toContain(`chaos-governor:run:${run}:2`);

    world.now = new Date(world.now.getTime() + MINUTE);
    const [attempt] = world.github.runList;
    if (attempt) Object.assign(attempt, { attempt: 2, startedAt: world.now });
    world.finish(run, "deviated");
    await world.look(world.runKey(run));
    expect(
      world.said(failure?.number ?? 0, /It failed again, 2 times/),
    ).toHaveLength(1);
  });

  it("in another environment has an issue of its own", async () => {
    const world = new World(store());
    await world.handRun("staging", "deviated");
    await world.handRun("production", "deviated");
    expect(world.failureIssues()).toHaveLength(2);
  });

  it("and then holds is told of as well, and the issue stays open", async () => {
    const world = new World(store());
    await world.handRun("staging", "deviated");
    const run = await world.handRun("staging", "held");
    await world.look(world.runKey(run));
    const [failure] = world.failureIssues();
    expect(failure?.open).toBe(true);
    expect(world.said(failure?.number ?? 0, /It held this time/)).toHaveLength(
      1,
    );
  });

  it("after its issue was closed has a new one, which begins to count anew", async () => {
    const world = new World(store());
    await world.handRun("staging", "deviated");
    const [first] = world.failureIssues();
    if (first) first.open = false;
    await world.handRun("staging", "held");
    await world.handRun("staging", "deviated");
    await world.handRun("staging", "deviated");
    const [, second] = world.failureIssues();
    expect(world.failureIssues()).toHaveLength(2);
    expect(second?.body).toContain("Failed 2 times");
    expect(world.github.conversation(first?.number ?? 0)).toEqual([]);
  });

  it("is not told of in somebody else's issue of that title", async () => {
    const world = new World(store());
    world.github.openIssue("visitor", {
      title: "Chaos experiment failed: database-pod-failure in staging",
      body: "",
      labels: ["chaos-failure"],
    });
    await world.handRun("staging", "deviated");
    expect(world.failureIssues()).toHaveLength(2);
  });

  it("is filed later where GitHub does not take the issue now", async () => {
    const world = new World(store());
    world.github.breakDown("createIssue");
    await expect(world.handRun("staging", "deviated")).rejects.toThrow("503");
    world.github.breakDown();
    await world.look(world.repositoryKey());
    expect(world.failureIssues()).toHaveLength(1);
  });
});
