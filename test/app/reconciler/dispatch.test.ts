import { describe, expect, it } from "vitest";
import { ProviderError } from "../../../providers/provider-error.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import { Crash } from "./fake-repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe("starting the workflow", () => {
  it("is tried again after a while where GitHub did not answer, with the same correlation", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    world.github.breakDown("dispatch");
    await expect(world.look(world.issueKey(issue))).rejects.toThrow("503");
    world.github.breakDown();
    await world.settle();
    expect(world.dispatched()).toEqual([]);
    await world.advance(3 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
    const dispatches = await world.audit(issue, "dispatch");
    expect(dispatches).toHaveLength(2);
    expect(new Set(dispatches.map((data) => data["correlation"])).size).toBe(1);
  });

  it("is written down with everything that it was decided on", async () => {
    const world = new World(store());
    await world.provenInStaging();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    const [dispatch] = await world.audit(issue, "dispatch");
    expect(dispatch).toMatchObject({
      workflow: "chaos-tests.yml",
      decision: { decision: "allow" },
      pin: { environment: "production" },
    });
    expect(JSON.stringify(dispatch)).toContain("ahmed");
  });

  it("finds its run by the correlation where GitHub does not name it", async () => {
    const world = new World(store());
    world.github.answersWithRun = false;
    world.github.runDelay = 30 * SECOND;
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBe("dispatching");
    await world.advance(MINUTE);
    expect(await world.phase(issue)).toBe("running");
    await world.finishDispatched("held");
    expect(world.issue(issue).closedAs).toBe("completed");
    expect(world.dispatched()).toHaveLength(1);
  });

  it("is not done again where the app died before it could write down the run, however late that shows", async () => {
    const world = new World(store());
    world.github.runDelay = 90 * SECOND;
    const issue = world.request("staging");
    // The status comment, the tag and then the dispatch.
    world.github.crashAt(3, "after");
    await expect(world.look(world.issueKey(issue))).rejects.toThrow(Crash);
    world.github.surviveFromNowOn();
    await world.settle();
    await world.advance(10 * MINUTE);
    expect(world.dispatched()).toHaveLength(1);
    expect(await world.phase(issue)).toBe("running");
  });

  it("takes the first run that bears the correlation, not one that copied it", async () => {
    const world = new World(store());
    world.github.answersWithRun = false;
    world.github.runDelay = 10 * SECOND;
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    const [first] = world.dispatched();
    world.now = new Date(world.now.getTime() + 5 * SECOND);
    const copy = world.github.startRun({
      triggeredBy: "mike",
      inputs: first?.inputs ?? {},
    });
    world.now = new Date(world.now.getTime() + 30 * SECOND);
    world.finish(copy.id, "deviated");
    await world.look(world.issueKey(issue), world.runKey(copy.id));
    expect(await world.phase(issue)).toBe("running");
    expect(world.status(issue)).toContain(`workflow run ${first?.id}`);
  });

  it("ends the request with the reason where GitHub refuses it", async () => {
    const world = new World(store());
    world.github.refuse(
      "dispatch",
      "Workflow does not have 'workflow_dispatch' trigger",
    );
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBe("refused");
    expect(world.issue(issue)).toMatchObject({
      open: false,
      closedAs: "not_planned",
    });
    expect(world.status(issue)).toContain("workflow_dispatch");
    world.github.breakDown();
    await world.look(world.issueKey(issue), world.repositoryKey());
    expect(world.dispatched()).toEqual([]);
  });

  it("is not done again where the run was deleted", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    world.github.runList.length = 0;
    await world.advance(60 * MINUTE);
    expect(world.github.runList).toEqual([]);
    expect(world.status(issue)).toContain("not there any more");
  });
});

/** A request with all approvals in a repository whose policy names a team, and which nobody has looked at since. */
async function approved() {
  const world = new World(store());
  world.github.commit({
    [POLICY_PATH]: POLICY.replace(
      "{ primary: mike, secondary: ahmed }",
      "{ primary: odavl/devops }",
    ),
  });
  world.github.teams.set("odavl/devops", ["mike", "ahmed"]);
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  world.approve(issue);
  world.restart();
  return { world, issue };
}

/** A look that ends as it likes; where it fails, GitHub is to blame. */
async function look(world: World, issue: number): Promise<void> {
  try {
    await world.look(world.issueKey(issue));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
  }
}

const READS: (keyof GitHubRepository)[] = [
  "head",
  "readFile",
  "listFiles",
  "issue",
  "issues",
  "comments",
  "permission",
  "teamMembers",
];

describe("while GitHub does not answer", () => {
  it.each(READS)(
    "%s, nothing is started; a later look mends it",
    async (call) => {
      const { world, issue } = await approved();
      world.github.breakDown(call);
      await look(world, issue);
      expect(world.dispatched()).toEqual([]);

      world.github.breakDown();
      await world.settle();
      await world.advance(6 * MINUTE);
      expect(world.dispatched()).toHaveLength(1);
    },
  );

  it("what it keeps us from learning stands in the request", async () => {
    const { world, issue } = await approved();
    world.github.breakDown("issues");
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("issues answered 503");
  });

  it.each(["run", "artifacts", "downloadArtifact", "listFiles"] as const)(
    "%s, a finished run is judged later",
    async (call) => {
      const world = new World(store());
      const issue = world.request("staging");
      await world.look(world.issueKey(issue));
      world.restart();
      world.github.breakDown(call);
      await expect(world.finishDispatched("held")).rejects.toThrow("503");
      world.github.breakDown();
      await world.settle();
      expect(world.issue(issue).closedAs).toBe("completed");
    },
  );
});
