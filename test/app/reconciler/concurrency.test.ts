import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { experiment, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;
const OTHER = "network-partition";

const POLICY = `
version: 1
roles: {}
environments:
  staging:
    workflow: chaos-tests.yml
    namespaces: [shop-staging]
    gates: { concurrency: { max: 1, cooldown: 30m } }
  production:
    workflow: chaos-tests.yml
    namespaces: [shop]
    gates: { concurrency: { max: 1 } }
  canary:
    workflow: chaos-tests.yml
    namespaces: [shop]
    gates: { concurrency: { max: 1 } }
`;

/** An experiment that deletes a pod, and leaves open of which namespace. */
function deletesPod(title: string): string {
  const written: unknown = JSON.parse(experiment(title));
  const provider = {
    type: "process",
    path: "kubectl",
    arguments: "delete pod web",
    timeout: 30,
  };
  return JSON.stringify({
    ...Object(written),
    method: [{ type: "action", name: "kill-the-pod", provider }],
  });
}

function governed(): World {
  const world = new World(store());
  world.github.commit({
    [POLICY_PATH]: POLICY,
    "experiments/database-pod-failure.json": deletesPod("One"),
    [`experiments/${OTHER}.json`]: deletesPod("Another"),
  });
  return world;
}

const other = (world: World, environment: string) =>
  world.request(environment, { experiment: OTHER });

describe("experiments at the same time", () => {
  it("two requests that are ready at the same moment are started one after the other, the cooldown between them", async () => {
    const world = governed();
    const one = world.request("staging");
    const two = other(world, "staging");
    await Promise.all([
      world.lookAlone(world.issueKey(one)),
      world.lookAlone(world.issueKey(two)),
    ]);
    expect(world.dispatched()).toHaveLength(1);
    const [first] = world.dispatched();
    const [winner, loser] =
      first?.inputs["request"] === String(one) ? [one, two] : [two, one];
    expect(await world.phase(winner)).toBe("running");
    expect(await world.phase(loser)).toBe("open");
    expect(world.status(loser)).toContain("no more than 1 may run at once");

    await world.finishDispatched("held");
    expect(world.dispatched()).toHaveLength(1);
    expect(world.status(loser)).toContain("ended Tue 3 Mar 10:00 UTC");
    await world.advance(30 * MINUTE - 1);
    expect(world.dispatched()).toHaveLength(1);
    await world.advance(1);
    expect(world.dispatched()).toHaveLength(2);
  });

  it("a dispatch that GitHub does not show yet counts as a run", async () => {
    const world = governed();
    world.github.answersWithRun = false;
    world.github.runDelay = 10 * MINUTE;
    await world.look(world.issueKey(world.request("staging")));
    const two = other(world, "staging");
    await world.look(world.issueKey(two));
    expect(world.dispatched()).toHaveLength(1);
    expect(world.status(two)).toContain(
      "database-pod-failure in staging is running",
    );
  });

  it("a run that somebody started by hand counts, and its end is seen without a word of GitHub", async () => {
    const world = governed();
    const run = world.startByHand("production");
    const issue = other(world, "production");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain(
      "Waiting for the end of what is under way",
    );
    world.github.finishRun(run, "cancelled");
    await world.advance(MINUTE);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("what left no journal was stopped before it did anything, so nothing cools down after it", async () => {
    const world = governed();
    const run = world.startByHand("staging");
    world.github.finishRun(run, "failure");
    const issue = other(world, "staging");
    await world.look(world.issueKey(issue), world.runKey(run));
    expect(world.dispatched()).toEqual([]);
    await world.advance(3 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("the same experiment waits for itself in another environment", async () => {
    const world = governed();
    await world.look(world.issueKey(world.request("staging")));
    const again = world.request("production");
    await world.look(world.issueKey(again));
    expect(world.dispatched()).toHaveLength(1);
    expect(world.status(again)).toContain(
      "This very experiment is running in staging",
    );
  });

  it("environments that share a namespace wait for each other, others do not", async () => {
    const world = governed();
    await world.look(world.issueKey(world.request("canary")));
    const shares = other(world, "production");
    await world.look(world.issueKey(shares));
    expect(world.dispatched()).toHaveLength(1);
    expect(world.status(shares)).toContain("touches the same namespace: shop");

    const apart = other(world, "staging");
    await world.look(world.issueKey(apart));
    expect(world.dispatched()).toHaveLength(2);
  });

  it("nothing is started while GitHub does not list its runs", async () => {
    const world = governed();
    world.github.breakDown("runs");
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("runs answered 503");
    world.github.breakDown();
    await world.advance(5 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
  });
});
