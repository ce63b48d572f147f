import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import type { Run } from "../../sandbox/github/run.ts";
import { governedRepository, HOLDS } from "./governed-repository.ts";

const repository = governedRepository();
const WORKFLOW = "chaos-tests.yml";

/** Somebody starts the workflow by hand. @returns its run's number */
async function startByHand(environment = "production"): Promise<number> {
  const inputs = { experiment: HOLDS, environment, skip_validation: "false" };
  const { runId } = await repository()
    .as("nina")
    .dispatchWorkflow(WORKFLOW, inputs);
  return runId;
}

function runCalled(id: number): Run {
  const run = repository()
    .world.github.inspect.runs()
    .find((one) => one.id === id);
  if (!run) throw new Error(`there is no run ${id}`);
  return run;
}

/** What GitHub was told about the run and production. */
function gateOf(run: number) {
  const [gate] = repository().world.github.protection.gates(run);
  if (!gate) throw new Error(`run ${run} waits for nothing`);
  return gate;
}

async function requestOf(run: number) {
  return eventually(`the request of run ${run}`, async () =>
    (await repository().world.github.inspect.issues()).find(
      ({ body, labels }) =>
        labels.includes("chaos-request") && body.includes(String(run)),
    ),
  );
}

async function approve(issue: number): Promise<void> {
  const { say, statusSays } = repository();
  await statusSays(issue, /approvals/);
  await say("ahmed", issue, "/chaos approve as incident-commander");
  await say("sarah", issue, "/chaos approve as backend-lead");
  await say("mike", issue, "/chaos approve as devops-lead");
}

const answered = (run: number) =>
  eventually(`an answer to run ${run}`, () =>
    gateOf(run).state === "pending" ? undefined : gateOf(run),
  );

describe("production, protected by the app", { timeout: 180_000 }, () => {
  it("staging asks for nothing, so a run goes on by itself there", async () => {
    const { world, runByHand } = repository();
    world.github.protection.protect("staging");
    world.github.protection.protect("production");
    const run = await runByHand({ experiment: HOLDS, environment: "staging" });
    expect(run.conclusion).toBe("success");
    expect(gateOf(run.id)).toMatchObject({ state: "approved", reports: 0 });
  });

  it("the run that the app dispatched goes on", async () => {
    const { request, statusSays, onlooker } = repository();
    const issue = await request(HOLDS);
    await approve(issue);
    await statusSays(issue, /ended with `success`/);
    const run = onlooker.runs().at(-1);
    expect(run).toMatchObject({ conclusion: "success" });
    expect(gateOf(run?.id ?? 0).state).toBe("approved");
  });

  it("a run started by hand waits for a request, goes on once that is approved, and not a second time", async () => {
    const { as, onlooker, statusSays, world } = repository();
    // Past the cooldown of the run before.
    world.moveClockTo(new Date(Date.now() + 40 * 60_000));
    const dispatches = onlooker.dispatches().length;
    const run = await startByHand();
    const { number } = await requestOf(run);
    await statusSays(number, /asked for by \*\*nina\*\*/);
    expect(runCalled(run).status).toBe("waiting");
    expect(gateOf(run).said).toEqual([
      expect.stringContaining(`/issues/${number}`),
    ]);
    await approve(number);
    await statusSays(number, /ended with `success`/);
    expect(runCalled(run)).toMatchObject({
      status: "completed",
      conclusion: "success",
    });
    expect(gateOf(run)).toMatchObject({ state: "approved", reports: 1 });
    expect(onlooker.dispatches()).toHaveLength(dispatches);

    await as("nina").rerun(run);
    const again = await answered(run);
    expect(again.state).toBe("rejected");
    expect(again.said.at(-1)).toContain("attempt 2");
    expect(runCalled(run)).toMatchObject({ attempt: 2, conclusion: "failure" });
  });

  it("a run whose request is denied is refused, with the reason", async () => {
    const run = await startByHand();
    const { number } = await requestOf(run);
    await repository().statusSays(number, /approvals/);
    await repository().say("ahmed", number, "/chaos deny the sale is on");
    const gate = await answered(run);
    expect(gate.state).toBe("rejected");
    expect(gate.said.at(-1)).toContain("the sale is on");
    expect(runCalled(run).conclusion).toBe("failure");
  });

  it("a run whose webhook was lost is found", async () => {
    const { world } = repository();
    world.github.webhooks.disturb({
      event: "deployment_protection_rule",
      how: "drop",
    });
    world.github.webhooks.disturb({
      event: "workflow_run",
      times: 1,
      how: "drop",
    });
    const run = await startByHand();
    world.moveClockTo(new Date(Date.now() + 7 * 60_000));
    const { number } = await requestOf(run);
    await repository().say("nina", number, "/chaos cancel");
    expect((await answered(run)).state).toBe("rejected");
  });

  it("a run that an administrator lets in past the app is filed, stopped by the gate step, and its request is over", async () => {
    const { world, onlooker, statusSays } = repository();
    const run = await startByHand();
    const { number } = await requestOf(run);
    await statusSays(number, /approvals/);
    await world.github.setPermission("lisa", "admin");
    world.github.protection.bypass("lisa", run, "no time");
    const ended = await eventually("its end", () => onlooker.finished(run));
    expect(ended.conclusion).toBe("failure");
    const filed = await eventually("the issue about it", async () =>
      (await world.github.inspect.issues()).find(({ labels }) =>
        labels.includes("chaos-bypass"),
      ),
    );
    expect(filed.body).toMatch(/lisa.*no time/s);
    expect(filed.body).toContain("started by **nina**");
    await statusSays(number, /bypassed the rule|ended: failure/);
  });
});
