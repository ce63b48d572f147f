import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import {
  EXPERIMENT,
  EXPERIMENT_PATH,
  experiment,
  POLICY,
  POLICY_PATH,
  World,
} from "./world.ts";

const store = storeForTests();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A request for production that waits for approvals and for nothing else. */
async function waiting(world = new World(store())) {
  await world.provenInStaging();
  const issue = world.request();
  await world.look(world.issueKey(issue));
  return { world, issue };
}

describe("a request for production", () => {
  it("is shown, approved, dispatched once, judged and closed", async () => {
    const { world, issue } = await waiting();
    expect(world.status(issue)).toMatch(/approv/i);
    expect(world.dispatched()).toEqual([]);

    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
    const [run] = world.dispatched();
    expect(run?.inputs).toMatchObject({
      experiment: EXPERIMENT,
      environment: "production",
      skip_validation: "false",
      request: String(issue),
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      commit: (await world.github.head()).commit,
    });
    expect(world.github.reactions.map(({ reaction }) => reaction)).toEqual([
      "+1",
      "+1",
      "+1",
    ]);

    await world.advance(5 * MINUTE);
    await world.finishDispatched("held");
    expect(world.issue(issue)).toMatchObject({
      open: false,
      closedAs: "completed",
    });
    expect(world.status(issue)).toContain("held");
    expect(world.dispatched()).toHaveLength(1);
    expect(world.failureIssues()).toEqual([]);
  });

  it("calls those whose approval is missing once in a comment of its own, and writes nothing while nothing changes", async () => {
    const { world, issue } = await waiting();
    const calls = () => world.said(issue, /your approval is asked for/);
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toContain("@ahmed, @sarah and @mike: your approval");
    const { writes } = world.github;
    await world.look(world.issueKey(issue));
    expect(world.github.writes).toBe(writes);
    world.github.say("ahmed", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(calls()).toHaveLength(1);
    world.github.commit({ "README.md": "another commit" });
    await world.look(world.issueKey(issue));
    expect(calls()).toHaveLength(2);
    expect(await world.audit(issue, "call")).toHaveLength(2);
  });

  it("leaves a failure issue with the journal's summary where the run failed", async () => {
    const { world, issue } = await waiting();
    world.approve(issue);
    await world.look(world.issueKey(issue));
    await world.finishDispatched("deviated");
    expect(world.issue(issue)).toMatchObject({
      open: false,
      closedAs: "not_planned",
    });
    const [failure] = world.failureIssues();
    expect(failure?.title).toBe(
      `Chaos experiment failed: ${EXPERIMENT} in production`,
    );
    expect(failure?.body).toContain("deviated");
    expect(failure?.body).toContain("shop-answers");
    expect(failure?.body).toContain(`Asked for in #${issue}`);
  });

  it("waits while the blackout lasts and goes on by itself when it ends", async () => {
    const world = new World(store());
    world.now = new Date("2026-03-02T10:00:00.000Z");
    const { issue } = await waiting(world);
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("17:00");

    await world.advance(7 * HOUR - MINUTE);
    expect(world.dispatched()).toEqual([]);
    await world.advance(MINUTE);
    expect(world.dispatched()).toHaveLength(1);
  });

  it("needs approvals anew once the default branch moved on, and says why", async () => {
    const { world, issue } = await waiting();
    world.github.say("ahmed", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    world.github.commit({ "README.md": "another commit" });
    await world.look(world.issueKey(issue));
    world.github.say("sarah", issue, "/chaos approve");
    world.github.say("mike", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    const announced = world.said(issue, /Approvals given before .* are void/);
    expect(announced).toHaveLength(1);
    expect(announced[0]).toContain("the default branch moved on");

    world.github.say("ahmed", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
  });

  it("is not started with another experiment than was proven in staging", async () => {
    const { world, issue } = await waiting();
    world.github.commit({ [EXPERIMENT_PATH]: experiment("Another one") });
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toMatch(/staging/);
  });

  it("is refused to the requester, to people without a role and to edited comments, each with the reason", async () => {
    const { world, issue } = await waiting();
    const { github } = world;
    github.say("john", issue, "/chaos approve");
    github.say("visitor", issue, "/chaos approve");
    const edited = github.say("ahmed", issue, "I am not sure");
    github.edit(edited, "/chaos approve");
    github.say("sarah", issue, "/chaos approve");
    github.say("mike", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.said(issue, /\*\*visitor\*\*.*you hold none/)).toHaveLength(1);
    expect(world.said(issue, /you asked for this/)).toHaveLength(1);
    expect(world.said(issue, /\*\*ahmed\*\*.*was edited/)).toHaveLength(1);
  });

  it("ends where somebody closes it by hand", async () => {
    const { world, issue } = await waiting();
    world.issue(issue).open = false;
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(await world.phase(issue)).toBe("cancelled");
  });

  it("stops its run where somebody who may cancels it", async () => {
    const { world, issue } = await waiting();
    world.approve(issue);
    await world.look(world.issueKey(issue));
    world.github.say("john", issue, "/chaos cancel");
    await world.look(world.issueKey(issue));
    expect(world.github.cancelled).toEqual(
      world.dispatched().map(({ id }) => id),
    );
  });

  it("says so where the policy is broken, and takes nothing said meanwhile for an approval", async () => {
    const world = new World(store());
    await world.provenInStaging();
    world.github.commit({ [POLICY_PATH]: POLICY.replace("roles:", "rolls:") });
    const issue = world.request();
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("rolls");
    world.approve(issue);
    await world.look(world.issueKey(issue));

    world.github.commit({ [POLICY_PATH]: POLICY });
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
  });

  it("asks for nothing else than it did at first, whoever edits it", async () => {
    const { world, issue } = await waiting();
    const { body } = world.issue(issue);
    world.issue(issue).body = body.replace(EXPERIMENT, "another-one");
    world.github.commit({ "experiments/another-one.json": experiment() });
    await world.look(world.issueKey(issue));
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toEqual([]);
    expect(world.status(issue)).toContain("was edited since");
  });

  it("that asks to skip validation is refused", async () => {
    const world = new World(store());
    const issue = world.request("production", { skip: true });
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBe("refused");
    expect(world.issue(issue).open).toBe(false);
  });

  it("of somebody without write access is refused", async () => {
    const world = new World(store());
    const issue = world.request("production", { by: "visitor" });
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBe("refused");
    expect(world.status(issue)).toContain("write access");
  });
});

describe("the status comment", () => {
  it("is written anew where somebody else changed it, and not where only evidence would change", async () => {
    const { world, issue } = await waiting();
    const { writes } = world.github;
    await world.advance(3 * MINUTE);
    await world.look(world.issueKey(issue));
    expect(world.github.writes).toBe(writes);
    const before = world.status(issue);
    for (const status of world.github.commentList)
      if (status.body === before)
        world.github.edit(status, `${before} All approved!`);
    expect(world.status(issue)).toContain("All approved!");
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).not.toContain("All approved!");
  });

  it("is written anew where somebody deleted it", async () => {
    const { world, issue } = await waiting();
    const [comment] = world.github.commentList;
    world.github.deleteComment(comment?.id ?? 0);
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("database-pod-failure");
    world.approve(issue);
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
  });

  it("is put right where somebody changed it", async () => {
    const { world, issue } = await waiting();
    const before = world.status(issue);
    const [comment] = world.github.commentList;
    if (comment)
      world.github.edit(comment, `${comment.body}\nAll is approved.`);
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toBe(before);
  });

  it("of somebody else's making is no status comment", async () => {
    const world = new World(store());
    await world.provenInStaging();
    const issue = world.request();
    world.github.say("visitor", issue, "<!-- chaos-governor:status --> Done.");
    await world.look(world.issueKey(issue));
    expect(world.said(issue, /chaos-governor:status/)).toHaveLength(1);
  });
});

describe("a request for an environment without gates", () => {
  it("is started at once", async () => {
    const world = new World(store());
    const issue = world.request("staging");
    await world.look(world.issueKey(issue));
    expect(world.dispatched()).toHaveLength(1);
    await world.finishDispatched("held");
    expect(world.issue(issue).closedAs).toBe("completed");
  });
});

describe("doubled and late webhooks", () => {
  it("change nothing", async () => {
    const { world, issue } = await waiting();
    const everything = () => [
      world.issueKey(issue),
      world.repositoryKey(),
      world.failureKey("production"),
      ...world.github.runList.map(({ id }) => world.runKey(id)),
    ];
    const stays = async () => {
      const { writes } = world.github;
      await world.look(...everything(), ...everything());
      await world.look(...everything());
      expect(world.github.writes).toBe(writes);
    };
    await stays();
    world.approve(issue);
    await world.look(world.issueKey(issue));
    await stays();
    await world.finishDispatched("deviated");
    await stays();
    expect(world.dispatched()).toHaveLength(1);
    expect(world.failureIssues()).toHaveLength(1);
  });
});

describe("an issue that is no request", () => {
  it("is left alone", async () => {
    const world = new World(store());
    const { number } = world.github.openIssue("john", { body: "Hello" });
    world.github.say("john", number, "/chaos approve");
    await world.look(world.issueKey(number), world.issueKey(99));
    expect(world.github.writes).toBe(0);
  });

  it("stays none where it was closed before anybody looked", async () => {
    const world = new World(store());
    const issue = world.request();
    world.issue(issue).open = false;
    await world.look(world.issueKey(issue));
    expect(world.github.writes).toBe(0);
  });
});
