import { describe, expect, it } from "vitest";
import { prometheusForTests } from "./prometheus-for-tests.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT_PATH, POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const DAY = 86_400_000;
const prometheus = prometheusForTests();

const BUDGET = `
      error_budget: { remaining_above: 50%, slos: [{ source: prometheus, sloth: studio-hub }] }
`;

/** A request with all approvals, in a world where everything else is fine. */
async function approved(world: World, policy = POLICY): Promise<number> {
  world.github.commit({ [POLICY_PATH]: policy });
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  world.approve(issue);
  await world.look(world.issueKey(issue));
  return issue;
}

describe("the error budget", () => {
  it.each([
    ["0.73", 1, /73/],
    ["0.41", 0, /41/],
    ["NaN", 0, /NaN/],
  ])("of %s starts %i runs", async (value, runs, shown) => {
    const prometheusUrl = await prometheus.start(() => value);
    const world = new World(store(), { prometheusUrl });
    const issue = await approved(world, `${POLICY.trimEnd()}${BUDGET}`);
    expect(world.dispatched()).toHaveLength(runs);
    const told = runs
      ? JSON.stringify(await world.audit(issue, "dispatch"))
      : world.status(issue);
    expect(told).toMatch(shown);
  });

  it("is unknown without a Prometheus, and the request says who can mend that", async () => {
    const world = new World(store());
    const issue = await approved(world, `${POLICY.trimEnd()}${BUDGET}`);
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("PROMETHEUS");
  });

  it("is unknown where Prometheus is down, and asked for again", async () => {
    const prometheusUrl = await prometheus.start(() => "0.9");
    const world = new World(store(), { prometheusUrl });
    await prometheus.stop();
    const issue = await approved(world, `${POLICY.trimEnd()}${BUDGET}`);
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("could not be reached");
    expect(world.timers.size).toBe(1);
  });
});

describe("incidents", () => {
  it("keep a request waiting while they are open and for a time after", async () => {
    const world = new World(store());
    const incident = world.github.openIssue("ahmed", {
      title: "The shop is down",
      body: "",
      labels: ["incident", "SEV-1"],
    });
    const issue = await approved(world);
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("The shop is down");
    Object.assign(incident, {
      open: false,
      closedAt: world.now,
      updatedAt: world.now,
    });
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("Tue 10 Mar 10:00 UTC");
  });
});

describe("an experiment that failed", () => {
  it("in production is a recent incident, which holds the next one", async () => {
    const world = new World(store());
    await world.handRun("production", "deviated");
    const issue = await approved(world);
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toMatch(/recent_incidents.*SEV-2/);
  });

  it("in staging is none of the severities that hold production", async () => {
    const world = new World(store());
    await world.handRun("staging", "deviated");
    world.now = new Date(world.now.getTime() + DAY / 24);
    await approved(world);
    expect(world.failureIssues()[0]?.labels).toContain("incident");
    expect(world.dispatched()).toHaveLength(1);
  });
});

describe("the staging run", () => {
  it("that failed after one that held keeps production closed", async () => {
    const world = new World(store());
    await world.provenInStaging();
    world.now = new Date(world.now.getTime() + 60_000);
    await world.handRun("staging", "deviated");
    const issue = world.request();
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("deviated");
  });

  it("that is older than the policy allows proves nothing", async () => {
    const world = new World(store());
    await world.provenInStaging();
    world.now = new Date(world.now.getTime() + 8 * DAY);
    const issue = world.request();
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
  });
});

describe("somebody who left", () => {
  it("between the approval and the start does not count any more", async () => {
    const world = new World(store());
    world.github.openIssue("ahmed", {
      body: "",
      labels: ["incident", "SEV-1"],
    });
    const issue = await approved(world);
    expect(world.dispatched()).toEqual([]);
    world.github.permissions.set("mike", "none");
    Object.assign(world.issue(1), { labels: [] });
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    world.github.permissions.set("mike", "read");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
  });
});

describe("a file that can't be used", () => {
  const huge = " ".repeat(2_000_000);
  it.each<[string, Record<string, string | Uint8Array | null>, RegExp]>([
    ["no policy", { [POLICY_PATH]: null }, /no policy/i],
    ["a huge policy", { [POLICY_PATH]: huge }, /2000000 bytes/],
    [
      "a binary policy",
      { [POLICY_PATH]: Buffer.from([0, 1, 2]) },
      /not a text file/,
    ],
    ["no experiment", { [EXPERIMENT_PATH]: null }, /There is no experiment/],
    ["a huge experiment", { [EXPERIMENT_PATH]: huge }, /2000000 bytes/],
    [
      "a binary experiment",
      { [EXPERIMENT_PATH]: Buffer.from([0, 1, 2]) },
      /not a text file/,
    ],
    [
      "two experiments of that name",
      { "experiments/more/database-pod-failure.json": "{}" },
      /several files/,
    ],
    ["a broken experiment", { [EXPERIMENT_PATH]: "{}" }, /title/],
  ])(
    "%s: nothing is started, and the request says why",
    async (_, files, why) => {
      const world = new World(store());
      await world.provenInStaging();
      world.github.commit(files);
      const issue = world.request();
      await world.look(world.issueKey(issue));
      world.approve(issue);
      await world.look(world.issueKey(issue));
      expect(world.dispatched()).toEqual([]);
      expect(world.status(issue)).toMatch(why);
      expect(world.issue(issue).open).toBe(true);
    },
  );
});
