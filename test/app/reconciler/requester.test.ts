import { describe, expect, it } from "vitest";
import { requestForm } from "../../../core/request/form.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import { storeForTests } from "./store-for-tests.ts";
import { EXPERIMENT, POLICY, POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const HOUR = 3_600_000;

/** The gate step of a run by sarah opens a request; `run` says how that run differs from an honest one. */
async function gateOpens(
  run: Partial<WorkflowRun> = {},
  options: { later?: number; run?: number; by?: string } = {},
) {
  const world = new World(store());
  const id = world.startByHand("production", { triggeredBy: "sarah", ...run });
  world.now = new Date(world.now.getTime() + (options.later ?? 1_000));
  const issue = world.github.openIssue(options.by ?? "github-actions[bot]", {
    body: requestForm(
      { experiment: EXPERIMENT, environment: "production", reason: "" },
      { run: options.run ?? id },
    ),
    labels: ["chaos-request"],
  }).number;
  await world.look(world.issueKey(issue));
  return { world, issue };
}

describe("a request that a workflow's gate step opened", () => {
  it("is of the person who started that run", async () => {
    const { world, issue } = await gateOpens();
    expect(world.status(issue)).toContain("asked for by **sarah**");
    expect(await world.phase(issue)).toBe("open");
    world.github.say("sarah", issue, "/chaos approve");
    await world.look(world.issueKey(issue));
    expect(world.said(issue, /you asked for this/)).toHaveLength(1);
  });

  it.each<[string, Partial<WorkflowRun>]>([
    ["a branch", { branch: "feature" }],
    ["another workflow", { path: ".github/workflows/other.yml" }],
    ["a pull request", { event: "pull_request" }],
    ["another experiment", { title: "Chaos: another in production" }],
    ["another environment", { title: `Chaos: ${EXPERIMENT} in staging` }],
  ])("is nobody's where that run is of %s", async (_, run) => {
    const { world, issue } = await gateOpens(run);
    expect(await world.phase(issue)).toBe("refused");
    expect(world.status(issue)).not.toContain("**sarah**");
  });

  it("is nobody's where that run is older than an hour", async () => {
    const { world, issue } = await gateOpens({}, { later: HOUR + 1_000 });
    expect(await world.phase(issue)).toBe("refused");
  });

  it("is nobody's where there is no such run", async () => {
    const { world, issue } = await gateOpens({}, { run: 4_711 });
    expect(await world.phase(issue)).toBe("refused");
  });

  it("is of the issue's author where a person wrote it", async () => {
    const { world, issue } = await gateOpens({}, { by: "mike" });
    expect(world.status(issue)).toContain("asked for by **mike**");
  });

  it("waits until the policy can be read", async () => {
    const world = new World(store());
    const id = world.startByHand("production", { triggeredBy: "sarah" });
    world.github.commit({ [POLICY_PATH]: "version: 2" });
    const issue = world.github.openIssue("github-actions[bot]", {
      body: requestForm(
        { experiment: EXPERIMENT, environment: "production", reason: "" },
        { run: id },
      ),
      labels: ["chaos-request"],
    }).number;
    await world.look(world.issueKey(issue));
    expect(await world.phase(issue)).toBeUndefined();
    world.github.commit({ [POLICY_PATH]: POLICY });
    await world.advance(60_000);
    expect(world.status(issue)).toContain("asked for by **sarah**");
  });
});

describe("a request that we opened and whose comment nobody knows", () => {
  it("is nobody's", async () => {
    const world = new World(store());
    const { number } = await world.github.createIssue({
      title: "Chaos request",
      body: requestForm({
        experiment: EXPERIMENT,
        environment: "production",
        reason: "",
      }),
      labels: ["chaos-request"],
    });
    await world.look(world.issueKey(number));
    expect(await world.phase(number)).toBeUndefined();
    await world.advance(HOUR);
    expect(await world.phase(number)).toBe("refused");
  });
});
