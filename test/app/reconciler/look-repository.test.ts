import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, World } from "./world.ts";

const store = storeForTests();
const DAY = 86_400_000;

describe("a look at the whole repository", () => {
  it("carries a request from its beginning to its end without a single webhook", async () => {
    const world = new World(store());
    const everything = () => world.look(world.repositoryKey());
    world.finish(world.startByHand("staging"), "held");
    await everything();
    const talk = world.github.openIssue("john", { body: "" }).number;
    world.github.say("john", talk, `/chaos run ${EXPERIMENT} in production`);
    await everything();
    const request = world.requests()[0]?.number ?? 0;
    world.approve(request);
    await everything();
    world.finish(world.dispatched()[0]?.id ?? 0, "deviated");
    await everything();
    expect(world.issue(request)).toMatchObject({
      open: false,
      closedAs: "not_planned",
    });
    expect(world.failureIssues()).toHaveLength(1);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("finds a request whose label was taken away, or which was closed", async () => {
    const world = new World(store());
    const issue = world.request();
    await world.look(world.issueKey(issue));
    Object.assign(world.issue(issue), { open: false, labels: [] });
    await world.look(world.repositoryKey());
    expect(await world.phase(issue)).toBe("cancelled");
  });

  it("reads comments from where the last look ended, a day back at first", async () => {
    const world = new World(store());
    const talk = world.github.openIssue("john", { body: "" }).number;
    const say = () =>
      world.github.say("john", talk, `/chaos run ${EXPERIMENT} in staging`);
    say();
    world.now = new Date(world.now.getTime() + 2 * DAY);
    await world.look(world.repositoryKey());
    expect(world.requests()).toEqual([]);

    say();
    world.now = new Date(world.now.getTime() + 5 * DAY);
    await world.look(world.repositoryKey());
    expect(world.requests()).toHaveLength(2);
  });

  it("makes all other searches where one fails, and fails in the end", async () => {
    const world = new World(store());
    const issue = world.request();
    world.github.breakDown("runs", "commentsSince");
    await expect(world.look(world.repositoryKey())).rejects.toThrow("503");
    world.forget(world.repositoryKey());
    await world.settle();
    expect(await world.phase(issue)).toBe("open");
  });

  it("asks no more about runs that left nothing to judge", async () => {
    const world = new World(store());
    world.github.finishRun(world.startByHand("production"), "failure");
    await world.look(world.repositoryKey());
    await world.advance(5 * 60_000);
    await world.look(world.repositoryKey());
    const { reads } = world.github;
    const before = reads.get("artifacts");
    await world.look(world.repositoryKey());
    expect(reads.get("artifacts")).toBe(before);
  });
});
