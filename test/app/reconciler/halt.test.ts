import { describe, expect, it } from "vitest";
import { Crash } from "./fake-repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const SECOND = 1_000;

/** Somebody says it in an issue of no matter what. @returns the halt's issue */
async function haltedBy(world: World, person: string, words: string) {
  const { number } = world.github.openIssue("john", { body: "It is odd." });
  world.github.say(person, number, words);
  await world.look(world.issueKey(number));
  return { said: number, halt: world.haltIssues().at(-1)?.number ?? 0 };
}

async function closedBy(world: World, person: string, halt: number) {
  world.github.close(person, halt);
  await world.look(world.haltKey());
}

describe("/chaos halt", () => {
  it("opens an issue that says who, why and how to resume, and answers with it", async () => {
    const world = new World(store());
    const { said, halt } = await haltedBy(
      world,
      "mike",
      "/chaos halt the pager is silent",
    );
    const issue = world.issue(halt);
    expect(issue.title).toBe("Chaos halted: the pager is silent");
    expect(issue.body).toMatch(/\*\*mike\*\* halted .*the pager is silent/);
    expect(issue.body).toContain("**To resume, close this issue.**");
    expect(world.said(said, /halted now, by \[issue/)).toHaveLength(1);
    expect(world.said(halt, /No run was under way/)).toHaveLength(1);
    expect(await world.audit(halt, "halt")).toMatchObject([
      { by: "mike", reason: "the pager is silent" },
    ]);
  });

  it("needs no reason, and is heard in a pull request too", async () => {
    const world = new World(store());
    const { number } = world.github.openPullRequest({});
    world.github.say("mike", number, "/chaos halt");
    await world.look(world.issueKey(number));
    expect(world.haltIssues()).toMatchObject([
      { title: "Chaos halted: no reason was given" },
    ]);
  });

  it("is refused to who may neither write nor holds a role, and of no effect where it was edited", async () => {
    const world = new World(store());
    const { said } = await haltedBy(world, "visitor", "/chaos halt now");
    expect(world.said(said, /may halt experiments/)).toHaveLength(1);
    const comment = world.github.say("mike", said, "/chaos help");
    world.github.edit(comment, "/chaos halt now");
    await world.look(world.issueKey(said));
    expect(world.haltIssues()).toEqual([]);
  });

  it("answers with the issue that halts already", async () => {
    const world = new World(store());
    await haltedBy(world, "mike", "/chaos halt one");
    const { said } = await haltedBy(world, "sarah", "/chaos halt two");
    expect(world.haltIssues()).toHaveLength(1);
    expect(world.said(said, /halted already/)).toHaveLength(1);
  });

  it.each([1, 2, 3, 4, 5])(
    "opens one issue and stops the run, wherever the app dies (write %i)",
    async (write) => {
      const world = new World(store());
      world.startByHand("staging");
      const { number } = world.github.openIssue("john", { body: "Odd." });
      world.github.say("mike", number, "/chaos halt odd");
      world.github.crashAt(write, "after");
      await expect(world.look(world.issueKey(number))).rejects.toThrow(Crash);
      world.github.surviveFromNowOn();
      await world.settle();
      expect(world.haltIssues()).toHaveLength(1);
      expect(world.github.cancelled.length).toBeGreaterThan(0);
      expect(
        world.said(world.haltIssues()[0]?.number ?? 0, /told to stop/),
      ).toHaveLength(1);
    },
  );
});

describe("a halt", () => {
  it("stops runs that were started by hand and those of requests, and tells of them in one comment", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    const [own] = world.dispatched();
    const byHand = world.startByHand("production");
    const { halt } = await haltedBy(world, "mike", "/chaos halt it burns");
    expect(new Set(world.github.cancelled)).toEqual(new Set([own?.id, byHand]));
    expect(world.said(halt, /told to stop/)).toMatchObject([
      expect.stringMatching(/still under way[^]*still under way/),
    ]);
    expect(world.status(issue)).toMatch(/mike halted all experiments/);

    world.github.finishRun(byHand, "cancelled");
    world.github.finishRun(own?.id ?? 0, "cancelled");
    await world.advance(11 * SECOND);
    expect(world.said(halt, /told to stop/)).toMatchObject([
      expect.stringMatching(/it has ended[^]*it has ended/),
    ]);
    const trail = await world.store.auditOf(world.ref(halt), `run:${byHand}`);
    expect(trail.map(({ kind }) => kind)).toEqual(["cancel"]);
  });

  it("stops what is started while it stands, from a branch too", async () => {
    const world = new World(store());
    await haltedBy(world, "mike", "/chaos halt it burns");
    const late = world.startByHand("staging", { branch: "mine", title: "x" });
    await world.look(world.runKey(late));
    expect(world.github.cancelled).toContain(late);
  });

  it("stops the runs of requests also where the policy can't be read", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    world.github.commit({ [POLICY_PATH]: "version: none" });
    await haltedBy(world, "mike", "/chaos halt it burns");
    expect(world.github.cancelled).toContain(world.dispatched()[0]?.id);
  });

  it("holds what would start, in environments without gates too, until somebody with a role closes its issue", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "john", "/chaos halt it burns");
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toMatch(/🛑 Halted/);
    expect(world.status(issue)).toMatch(/by john since .*it burns/);

    await closedBy(world, "ahmed", halt);
    expect(world.dispatched()).toHaveLength(1);
    expect(world.said(halt, /\*\*ahmed\*\* resumed/)).toHaveLength(1);
    expect(await world.audit(halt, "resume")).toEqual([{ by: "ahmed" }]);
    await world.look(world.haltKey(), world.repositoryKey());
    expect(world.said(halt, /resumed/)).toHaveLength(1);
  });

  it("is a label that anybody gave to an issue, and is found although its webhook was lost", async () => {
    const world = new World(store());
    world.github.openIssue("nina", {
      title: "Everything burns",
      body: "",
      labels: ["chaos-halt"],
    });
    const byHand = world.startByHand("staging");
    await world.look(world.repositoryKey());
    expect(world.github.cancelled).toContain(byHand);
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toMatch(/by nina since .*Everything burns/);
  });

  it("stands until the last issue is closed", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "mike", "/chaos halt one");
    const other = world.github.openIssue("nina", {
      body: "",
      labels: ["chaos-halt"],
    });
    const issue = world.request("staging");
    await world.look(world.haltKey(), world.issueKey(issue));
    await closedBy(world, "ahmed", halt);
    expect(world.dispatched()).toEqual([]);
    await closedBy(world, "ahmed", other.number);
    expect(world.dispatched()).toHaveLength(1);
  });
});

describe("who may not resume", () => {
  it("closes its issue in vain: nothing starts in between, it is opened again, and says who may", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "mike", "/chaos halt one");
    const issue = world.request("staging");
    await world.look(world.haltKey());
    world.github.close("john", halt);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);

    await world.look(world.haltKey());
    expect(world.issue(halt).open).toBe(true);
    expect(world.said(halt, /\*\*john\*\* closed .*may not/)).toHaveLength(1);
    expect(await world.audit(halt, "halt-kept")).toMatchObject([
      { by: "john" },
    ]);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
  });

  it("takes the label away in vain", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "mike", "/chaos halt one");
    world.issue(halt).labels = ["bug"];
    await world.look(world.haltKey());
    expect(world.issue(halt).labels).toEqual(["bug", "chaos-halt"]);
    expect(world.said(halt, /which resumes nothing/)).toHaveLength(1);
  });

  it("deletes or moves the issue in vain: the halt goes on in another", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "mike", "/chaos halt it burns");
    world.github.issueList.splice(halt - 1, 1);
    const number = 50;
    world.github.openIssue("john", { body: "", labels: [] }).number = number;
    await world.look(world.haltKey());
    const [again] = world.haltIssues();
    expect(again?.title).toBe("Chaos halted: it burns");
    expect(again?.body).toContain("**mike** halted");
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
  });

  it("resumes where they maintain the repository", async () => {
    const world = new World(store());
    const { halt } = await haltedBy(world, "mike", "/chaos halt one");
    world.github.permissions.set("olga", "maintain");
    await closedBy(world, "olga", halt);
    expect(world.issue(halt).open).toBe(false);
  });
});

describe("a halt between the decision and the start", () => {
  it("is seen right before GitHub is asked: nothing starts, and the request goes on once somebody resumes", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    world.context.store = {
      ...world.store,
      intendDispatch: (...asked) => {
        world.github.openIssue("nina", { body: "", labels: ["chaos-halt"] });
        return world.store.intendDispatch(...asked);
      },
    };
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(await world.phase(issue)).toBe("open");
    expect(await world.audit(issue, "held-back")).toHaveLength(1);
    expect(await world.store.dispatchOf(world.ref(issue))).toBeUndefined();
    world.context.store = world.store;
    await world.look(world.haltKey());
    const [halt] = world.haltIssues();
    await closedBy(world, "ahmed", halt?.number ?? 0);
    expect(world.dispatched()).toHaveLength(1);
  });
});
