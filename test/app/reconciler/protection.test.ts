import { beforeEach, describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { World } from "./world.ts";

const store = storeForTests();
let world: World;
beforeEach(async () => {
  world = new World(store());
  await world.provenInStaging();
});

/** Somebody starts the workflow by hand, and its run waits for the environment. */
async function waitingRun(environment = "production") {
  const run = world.startByHand(environment);
  const gate = world.github.holdRun(run, environment);
  await world.look(world.protectionKey(run, environment));
  return { run, gate, issue: world.github.issueList.at(-1)?.number ?? 0 };
}

async function approve(issue: number): Promise<void> {
  for (const [person, role] of [
    ["ahmed", "incident-commander"],
    ["sarah", "backend-lead"],
    ["mike", "devops-lead"],
  ])
    world.github.say(person ?? "", issue, `/chaos approve as ${role ?? ""}`);
  await world.look(world.issueKey(issue));
}

describe("a run that waits for an environment", () => {
  it("goes on by itself where the policy asks for nothing there", async () => {
    const { gate } = await waitingRun("staging");
    expect(gate).toMatchObject({ state: "approved", reports: [] });
    expect(world.github.issueList).toEqual([]);
  });

  it("is refused where the policy has no such environment", async () => {
    const { gate } = await waitingRun("test");
    expect(gate).toMatchObject({
      state: "rejected",
      comment: expect.stringContaining("has no such environment"),
    });
  });

  it("is refused where it is no run of the policy's workflow on the default branch", async () => {
    const run = world.startByHand("production", { branch: "mine" });
    const gate = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(gate).toMatchObject({ state: "rejected" });
    expect(gate.comment).toContain("Only runs of chaos-tests.yml");
  });

  it("is refused where it says to be for another environment than the one that it waits for", async () => {
    const run = world.startByHand("staging");
    const gate = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("rejected");
  });

  it("waits without a word of no while the policy can't be read, and is told what it waits for once", async () => {
    world.github.commit({ ".github/chaos-governor.yml": null });
    const { run, gate } = await waitingRun();
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("pending");
    expect(gate.reports).toEqual([expect.stringContaining("no .github")]);
  });
});

describe("a run that somebody started by hand", () => {
  it("gets one request, in which its starter asks, and waits", async () => {
    const { run, gate, issue } = await waitingRun();
    await world.look(world.protectionKey(run, "production"));
    expect(world.github.issueList).toHaveLength(1);
    expect(gate).toMatchObject({
      state: "pending",
      reports: [expect.stringContaining(`/issues/${issue}`)],
    });
    const record = await world.store.recordFor(world.ref(issue));
    expect(record).toMatchObject({
      requester: "john",
      holds: { run, attempt: 1 },
    });
  });

  it("goes on once every gate passes, and nothing else is started", async () => {
    const { run, gate, issue } = await waitingRun();
    const runs = world.github.runList.length;
    await approve(issue);
    expect(gate.state).toBe("approved");
    expect(world.github.runList).toHaveLength(runs);
    world.finish(run, "held");
    await world.look(world.runKey(run));
    const record = await world.store.recordFor(world.ref(issue));
    expect(record?.phase).toBe("finished");
    expect(world.github.issueList[0]?.open).toBe(false);
  });

  it("is approved as what it has checked out, whatever the default branch has become", async () => {
    const { run, gate, issue } = await waitingRun();
    const { commit } = (await world.github.run(run)) ?? {};
    world.github.commit({ "README.md": "later" });
    await world.look(world.issueKey(issue));
    await approve(issue);
    const record = await world.store.recordFor(world.ref(issue));
    expect(record?.pins).toMatchObject([{ commit }]);
    expect(gate.state).toBe("approved");
  });

  it("is refused with the reason where its request is denied, cancelled or closed", async () => {
    const denied = await waitingRun();
    world.github.say("ahmed", denied.issue, "/chaos deny the sale is on");
    await world.look(world.issueKey(denied.issue));
    expect(denied.gate).toMatchObject({
      state: "rejected",
      comment: expect.stringContaining("the sale is on"),
    });
    const cancelled = await waitingRun();
    world.github.say("john", cancelled.issue, "/chaos cancel");
    await world.look(world.issueKey(cancelled.issue));
    expect(cancelled.gate.state).toBe("rejected");
  });

  it("is refused where its starter may not ask", async () => {
    const run = world.startByHand("production", { triggeredBy: "visitor" });
    const gate = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("rejected");
  });

  it("ends its request where it ends before it was approved, as after GitHub's 30 days", async () => {
    const { run, gate, issue } = await waitingRun();
    world.github.finishRun(run, "failure");
    await world.look(world.runKey(run));
    const record = await world.store.recordFor(world.ref(issue));
    expect(record).toMatchObject({
      phase: "cancelled",
      because: expect.stringContaining("ended: failure"),
    });
    await approve(issue);
    expect(gate.state).toBe("pending");
  });

  it("is refused as a later attempt, whatever was approved before", async () => {
    const { run, gate, issue } = await waitingRun();
    await approve(issue);
    expect(gate.state).toBe("approved");
    world.finish(run, "deviated");
    const again = world.github.runList.find(({ id }) => id === run);
    Object.assign(again ?? {}, { attempt: 2, status: "queued" });
    const second = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(second).toMatchObject({
      state: "rejected",
      comment: expect.stringContaining("attempt 2"),
    });
  });

  it("is refused where it bears an id as only the app gives one", async () => {
    const run = world.startByHand("production", {
      title: "Chaos: database-pod-failure in production (made-up)",
    });
    const gate = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("rejected");
  });
});

describe("the run that the app dispatched", () => {
  it("goes on, once", async () => {
    const issue = world.request();
    await world.look(world.issueKey(issue));
    await approve(issue);
    const run = world.github.runList.at(-1)?.id ?? 0;
    const gate = world.github.holdRun(run, "production");
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("approved");
    const again = world.github.holdRun(run, "production");
    Object.assign(world.github.runList.at(-1) ?? {}, { attempt: 2 });
    await world.look(world.protectionKey(run, "production"));
    expect(again.state).toBe("rejected");
  });
});

function halt() {
  const labels = ["chaos-halt"];
  world.github.openIssue("mike", { body: "The pager is silent.", labels });
}

async function resume() {
  const issue = world.haltIssues().at(-1)?.number ?? 0;
  world.github.close("mike", issue);
  await world.look(world.haltKey());
}

describe("a run that waits while experiments are halted", () => {
  it("waits although everybody approves, and goes on once that is resumed", async () => {
    halt();
    await world.look(world.haltKey());
    const { gate, issue } = await waitingRun();
    await approve(issue);
    expect(gate.state).toBe("pending");
    await resume();
    await world.look(world.issueKey(issue));
    expect(gate.state).toBe("approved");
  });

  it("waits where the app dispatched it right before, and goes on once that is resumed", async () => {
    const issue = world.request();
    await world.look(world.issueKey(issue));
    await approve(issue);
    const run = world.github.runList.at(-1)?.id ?? 0;
    const gate = world.github.holdRun(run, "production");
    halt();
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("pending");
    expect(gate.reports).toEqual([expect.stringContaining("halt")]);
    await resume();
    await world.look(world.protectionKey(run, "production"));
    expect(gate.state).toBe("approved");
  });
});

describe("what GitHub lost, or somebody did past it", () => {
  it("a run whose webhook was lost is found by the look at its repository", async () => {
    const run = world.startByHand("production");
    const gate = world.github.holdRun(run, "production");
    await world.look(world.repositoryKey());
    expect(gate.reports).toHaveLength(1);
    const other = world.startByHand("production");
    world.github.holdRun(other, "reviewed");
    world.github.protectedEnvironments.delete("reviewed");
    await world.look(world.repositoryKey());
    expect(world.github.issueList).toHaveLength(1);
  });

  it("a run that an administrator let in is filed once, with who, and its request is over", async () => {
    const { run, gate, issue } = await waitingRun();
    world.github.bypass(gate, "ahmed", "no time");
    await world.look(world.runKey(run));
    await world.look(world.repositoryKey());
    const filed = world.github.issueList.filter(({ labels }) =>
      labels.includes("chaos-bypass"),
    );
    expect(filed).toHaveLength(1);
    expect(filed[0]?.body).toMatch(/ahmed.*no time/s);
    const record = await world.store.recordFor(world.ref(issue));
    expect(record?.phase).toBe("cancelled");
    const events = await world.store.auditOf(world.ref(issue), `run:${run}`);
    expect(events.map(({ kind }) => kind)).toEqual(["bypass"]);
  });

  it(
    "a yes that died before or after every write is given once, and files nothing",
    { timeout: 60_000 },
    async () => {
      for (let write = 1; write <= 8; write += 1)
        for (const when of ["before", "after"] as const) {
          world = new World(store());
          await world.provenInStaging();
          world.github.crashAt(write, when);
          const run = world.startByHand("production");
          const gate = world.github.holdRun(run, "production");
          const key = world.protectionKey(run, "production");
          await world.look(key).catch(() => undefined);
          world.github.surviveFromNowOn();
          world.restart();
          await world.look(key, world.repositoryKey());
          const issue = world.github.issueList.at(-1)?.number ?? 0;
          world.github.crashAt(write, when);
          await approve(issue).catch(() => undefined);
          world.github.surviveFromNowOn();
          world.restart();
          await world.look(world.issueKey(issue));
          await world.look(world.repositoryKey());
          expect(gate.state).toBe("approved");
          expect(world.github.issueList).toHaveLength(1);
        }
    },
  );

  it("waits for as long as GitHub lets it", async () => {
    const { gate } = await waitingRun();
    await world.advance(2 * 86_400_000);
    expect(gate.state).toBe("pending");
    expect(gate.reports).toHaveLength(1);
  });
});
