import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { World } from "./world.ts";

const store = storeForTests();

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
