import { describe, expect, it } from "vitest";
import { announcementMark } from "../../core/request/announcement.ts";
import { reviewMark } from "../../core/request/review-mark.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { checkoutOf } from "./checkout.ts";
import {
  COMMIT,
  type GitHubComment,
  type GitHubWorld,
  serveGitHub,
  WORKFLOW_BOT,
} from "./github-server.ts";
import { runAction, type StepRun } from "./run-action.ts";

const POLICY = `
version: 1
roles: { lead: { primary: ahmed, secondary: mike } }
environments:
  staging:
    workflow: chaos-tests.yml
    gates: { approvals: { roles: [lead] } }
  production:
    workflow: chaos-tests.yml
    gates: { approvals: { roles: [lead], self_approval: false } }
`;

const EXPERIMENT = JSON.stringify({
  title: "A pod fails",
  description: "What happens when a pod fails",
  method: [],
});

const REQUEST = "https://github.com/octo/studio/issues/1";
const DIGEST = experimentDigest(Buffer.from(EXPERIMENT));
const ASK_ANEW = "Start the workflow without the field request to ask anew.";

interface Scene {
  inputs?: Record<string, string>;
  text?: string;
  environment?: Record<string, string>;
}

/** Runs the gate's bundle without an app, in a GitHub that stays as it is left. */
async function gate(
  world: GitHubWorld,
  { inputs, text = EXPERIMENT, environment }: Scene = {},
): Promise<StepRun> {
  const url = await serveGitHub(world);
  const workspace = await checkoutOf({ "experiments/pod-failure.json": text });
  return runAction(
    "action.yml",
    {
      experiment: "pod-failure",
      environment: "production",
      token: "secret-token",
      app: "none",
      ...inputs,
    },
    {
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: "octo/studio",
      GITHUB_RUN_ID: "99",
      GITHUB_SHA: COMMIT,
      GITHUB_WORKSPACE: workspace,
      GITHUB_SERVER_URL: "https://github.com",
      ...environment,
    },
  );
}

/** A world in which sarah has asked, and what people said since. */
async function asked(...said: GitHubComment[]): Promise<GitHubWorld> {
  const world: GitHubWorld = {
    policy: POLICY,
    startedBy: "sarah",
    issues: [],
  };
  await gate(world);
  add(world, ...said);
  return world;
}

function add(world: GitHubWorld, ...said: GitHubComment[]): void {
  const [issue] = world.issues;
  if (issue) issue.comments = [...(issue.comments ?? []), ...said];
}

function comment(author: string, body: string): GitHubComment {
  return { author, body, createdAt: new Date().toISOString() };
}

const approval = () => comment("ahmed", "/chaos approve");
const again = { inputs: { request: "1" } };
const bodies = (world: GitHubWorld) =>
  (world.issues[0]?.comments ?? []).map(({ body }) => body);

describe("the gate without an app", () => {
  it("opens the request of a run by hand, announces what would run, calls who may approve, and says how to go on", async () => {
    const world = await asked();
    const { code, outputs, summary } = await gate(world);
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      decision: "hold",
      "request-url": REQUEST,
      "experiment-path": "",
    });
    expect(JSON.parse(outputs["verdicts"] ?? "")).toContainEqual(
      expect.objectContaining({ gate: "approvals", status: "wait" }),
    );
    expect(summary).toMatch(/⏳ \| `approvals` \|/);
    expect(summary).toContain("--field request=1");
    expect(world.issues).toHaveLength(1);
    const [pin, call, ...others] = bodies(world);
    expect(pin).toContain(DIGEST);
    expect(pin).toContain(
      "gh workflow run chaos-tests.yml --field environment=production --field experiment=pod-failure --field request=1",
    );
    expect(call).toContain("@ahmed");
    expect(others).toEqual([]);
  });

  it("lets a run go on that was started for an approved request, and closes the request", async () => {
    const world = await asked(approval());
    const { code, outputs, summary } = await gate(world, again);
    expect(outputs).toMatchObject({
      decision: "allow",
      "experiment-path": "experiments/pod-failure.json",
      "journal-path": "reports/chaos/pod-failure-journal.json",
    });
    expect(code).toBe(0);
    expect(summary).toMatch(/✅ \| `approvals` \|/);
    expect(bodies(world).at(-1)).toContain("run 99");
    expect(world.issues[0]).toMatchObject({ closed: true });
  });

  it("holds a run whose request nobody approved", async () => {
    const { code, outputs } = await gate(await asked(), again);
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ decision: "hold" });
    expect(outputs["reason"]).toContain("may not run in production now");
  });

  it("lets no run go on while an issue halts all experiments", async () => {
    const world = await asked(approval());
    world.issues.push({
      title: "Stop",
      body: "",
      labels: ["chaos-halt"],
      author: "mike",
    });
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "hold" });
  });

  it("ends a request that somebody with a role denies", async () => {
    const world = await asked(
      approval(),
      comment("mike", "/chaos deny too risky"),
    );
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({
      decision: "refuse",
      reason: "mike denied it: too risky",
    });
    expect(world.issues[0]).toMatchObject({ closed: true });
  });

  it("needs no approval where the policy asks for none", async () => {
    const policy = POLICY.replace(
      "    gates: { approvals: { roles: [lead] } }\n",
      "",
    );
    const world = { policy, startedBy: "sarah", issues: [] };
    const { outputs } = await gate(world, {
      inputs: { environment: "staging" },
    });
    expect(outputs).toMatchObject({ decision: "allow", verdicts: "[]" });
  });

  it("lets people break the glass, tells everybody, and says so in the run and the request", async () => {
    const policy =
      `${POLICY}    override: { gates: [windows], people: [ahmed, mike], need: 2, expire_after: 1h }
`.replace(
        "self_approval: false }",
        "self_approval: false }, windows: { allowed: [{ from: 2001-01-01, to: 2001-01-02, reason: Once }] }",
      );
    const world: GitHubWorld = { policy, startedBy: "sarah", issues: [] };
    await gate(world);
    const override = "/chaos override windows because it burns";
    add(world, approval(), comment("ahmed", override));
    expect((await gate(world, again)).outputs["decision"]).not.toBe("allow");
    add(world, comment("mike", override));
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "allow" });
    expect(outputs["reason"]).toContain("overrides windows");
    expect(JSON.parse(outputs["verdicts"] ?? "")).toContainEqual(
      expect.objectContaining({ gate: "windows", overridden: true }),
    );
    const said = bodies(world).join("\n");
    expect(said).toContain("Break glass");
    expect(said).toContain("It overrides `windows`");
  });

  it("says which variable of a service is wrong, and not its value", async () => {
    const world = { policy: POLICY, startedBy: "sarah", issues: [] };
    const environment = { PROMETHEUS_URL: "secret-address" };
    const { outputs } = await gate(world, { environment });
    expect(outputs).toMatchObject({ decision: "refuse" });
    expect(outputs["reason"]).toContain("PROMETHEUS_URL must be a URL");
    expect(outputs["reason"]).not.toContain("secret-address");
  });
});

const announcement = (digest: string) =>
  announcementMark({
    requester: "mallory",
    experiment: "pod-failure",
    pin: {
      path: "experiments/pod-failure.json",
      environment: "production",
      digest,
      commit: COMMIT,
    },
  });

describe("the gate without an app, and whoever would walk around it", () => {
  const mark = reviewMark(
    {
      run: 7,
      attempt: 1,
      digest: DIGEST,
      commit: COMMIT,
      environment: "production",
    },
    [],
  );

  it("lets one run go on with a request and refuses the next", async () => {
    const world = await asked(approval());
    await gate(world, again);
    world.run = { id: 100 };
    const { code, outputs } = await gate(world, again);
    expect(code).toBe(1);
    expect(outputs["reason"]).toBe(
      "Run 99 went on with this request, and a request is for one run.",
    );
  });

  it("refuses the same run where its gate is asked again", async () => {
    const world = await asked(approval());
    await gate(world, again);
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "refuse" });
  });

  it("refuses a job that is run again", async () => {
    const world = await asked(approval());
    world.run = { run_attempt: 2 };
    const { outputs } = await gate(world, again);
    expect(outputs["reason"]).toBe(
      "This run can't go on with the request: it is attempt 2, and an approval is for one run only.",
    );
  });

  it("believes nothing that a person writes as if it were the gate", async () => {
    const world = await asked(
      comment("mallory", mark),
      comment("mallory", announcement("sha256:other")),
      approval(),
    );
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "allow" });
  });

  it.each([
    ["nobody with a role says it", comment("mallory", "/chaos approve")],
    ["it is the requester", comment("sarah", "/chaos approve")],
    ["it is quoted", comment("ahmed", "> /chaos approve")],
    ["a bot says it", comment("helper[bot]", "/chaos approve")],
    ["it is within code", comment("ahmed", "```\n/chaos approve\n```")],
  ])("takes nothing for an approval where %s", async (_, said) => {
    const { outputs } = await gate(await asked(said), again);
    expect(outputs).toMatchObject({ decision: "hold" });
  });

  it("takes no edited comment for an approval, and asks for the word anew, for it may have been a no", async () => {
    const world = await asked({ ...approval(), edited: true });
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "hold" });
    expect(outputs["reason"]).toContain("A comment of ahmed was edited");
    add(world, approval());
    expect((await gate(world, again)).outputs).toMatchObject({
      decision: "allow",
    });
  });

  it("takes away an approval of somebody who lost their access", async () => {
    const world = await asked(approval());
    world.permissions = { ahmed: "none" };
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "hold" });
  });

  it("announces anew, and takes no older approval, where the experiment was changed", async () => {
    const world = await asked(approval());
    const text = `${EXPERIMENT}\n`;
    const { outputs } = await gate(world, { ...again, text });
    expect(outputs).toMatchObject({ decision: "hold" });
    expect(bodies(world).join("\n")).toContain(
      "Approvals given before this comment are void",
    );
    const changed = await gate(world, { ...again, text });
    expect(changed.outputs).toMatchObject({ decision: "hold" });
    add(world, approval());
    const approved = await gate(world, { ...again, text });
    expect(approved.outputs).toMatchObject({ decision: "allow" });
  });

  it("refuses to go on in another environment than was approved", async () => {
    const { outputs } = await gate(await asked(approval()), {
      inputs: { request: "1", environment: "staging" },
    });
    expect(outputs["reason"]).toBe(
      "This run can't go on with the request: it is for staging, not production.",
    );
  });

  it("refuses a run that is not of the policy's workflow on the default branch", async () => {
    const world = await asked(approval());
    world.run = { head_branch: "mine" };
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "refuse" });
    expect(bodies(world)).toHaveLength(3);
  });

  it("refuses a run that a bot started", async () => {
    const world = await asked(approval());
    world.startedBy = "helper[bot]";
    const { outputs } = await gate(world, again);
    expect(outputs["reason"]).toContain("it was started by helper[bot]");
  });

  it.each([
    [
      "the gate's words were edited",
      (world: GitHubWorld) => {
        const [first] = world.issues[0]?.comments ?? [];
        if (first) first.edited = true;
      },
      "A comment that this workflow wrote was edited",
    ],
    [
      "a comment was deleted",
      (world: GitHubWorld) => {
        const [issue] = world.issues;
        if (issue) issue.deleted = 1;
      },
      "A comment of the request was deleted",
    ],
    [
      "somebody else opened the request",
      (world: GitHubWorld) => {
        const [issue] = world.issues;
        if (issue) issue.author = "mallory";
      },
      "1 is no request that this workflow opened.",
    ],
  ])("refuses where %s", async (_, change, reason) => {
    const world = await asked(approval());
    change(world);
    const { outputs, lines } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "refuse" });
    expect(outputs["reason"]).toContain(reason);
    expect(lines.join("\n")).toContain(ASK_ANEW);
  });

  it("decides nothing where the request's text was made to ask for something else", async () => {
    const world = await asked(approval());
    const [issue] = world.issues;
    if (issue) issue.body = issue.body.replace("production", "staging");
    const { outputs, summary } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "hold" });
    expect(summary).toContain("was edited since");
  });

  it("takes no inputs of an app that is not there", async () => {
    const { outputs } = await gate(await asked(), {
      inputs: { request: "1", correlation: "8c9f" },
    });
    expect(outputs["reason"]).toMatch(/^The input correlation is "8c9f"/);
  });

  it("lets no run go on while GitHub can't be asked what was said", async () => {
    const world = await asked(approval());
    world.refusals = { "issues/list-comments": 503 };
    const { outputs } = await gate(world, again);
    expect(outputs).toMatchObject({ decision: "hold" });
  });

  it("needs the words of the workflow's own login", async () => {
    const world = await asked(approval());
    expect(world.issues[0]?.author).toBe(WORKFLOW_BOT);
    const { outputs } = await gate(world, {
      inputs: { request: "1", author: "other[bot]" },
    });
    expect(outputs).toMatchObject({ decision: "refuse" });
  });
});
