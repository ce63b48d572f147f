import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { checkoutOf } from "./checkout.ts";
import {
  COMMIT,
  type GitHubWorld,
  serveGitHub,
  WORKFLOW_BOT,
} from "./github-server.ts";
import { runAction, type StepRun } from "./run-action.ts";

const JOURNALS = join(import.meta.dirname, "../fixtures/journals");
const EXPERIMENT = JSON.stringify({ title: "The database's pod fails" });
const POLICY = `
version: 1
roles: { dba: { primary: john, secondary: lisa } }
failures:
  close_when_held: true
  runbooks: [{ name: Failover, url: "https://runbook.test/failover" }]
environments:
  staging: { workflow: chaos-tests.yml, namespaces: [odavl-staging] }
`;
const TITLE = "Chaos experiment failed: database-pod-failure in staging";
/** Before any of the journals. */
const WRITTEN = "2026-01-01T00:00:00Z";
const FIRST = "https://github.com/octo/studio/issues/1";

/** Where GitHub is, and how it looks there. */
interface Place {
  world: GitHubWorld;
  url: string;
}

async function place(given: Partial<GitHubWorld> = {}): Promise<Place> {
  const world: GitHubWorld = {
    policy: POLICY,
    startedBy: "sarah",
    issues: [],
    writtenAt: WRITTEN,
    ...given,
  };
  return { world, url: await serveGitHub(world) };
}

/** Runs the report's bundle after a run, as a step of the workflow run with that id. */
async function report(
  { url }: Place,
  {
    journal = "action-raised",
    run = 99,
    inputs = {},
    environment = {},
  }: {
    journal?: string;
    run?: number;
    inputs?: Record<string, string>;
    environment?: Record<string, string>;
  } = {},
): Promise<StepRun> {
  const workspace = await checkoutOf({
    "experiments/database-pod-failure.json": EXPERIMENT,
  });
  return runAction(
    "actions/report/action.yml",
    {
      journal: join(JOURNALS, `${journal}.json`),
      experiment: "database-pod-failure",
      environment: "staging",
      "failure-issue": "true",
      token: "secret-token",
      ...inputs,
    },
    {
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: "octo/studio",
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_TRIGGERING_ACTOR: "sarah",
      GITHUB_SHA: COMMIT,
      GITHUB_WORKSPACE: workspace,
      GITHUB_SERVER_URL: "https://github.com",
      ...environment,
    },
  );
}

function warnings({ lines }: StepRun): string[] {
  return lines.filter((line) => line.startsWith("::warning::"));
}

describe("the report of a run that failed, where it files the issue", () => {
  it("opens one with severity, owners, links, summary and the commands of that kind of fault", async () => {
    const github = await place();
    const step = await report(github);
    expect(step.code).toBe(1);
    expect(step.outputs["verdict"]).toBe("activity-failed");
    expect(step.outputs["issue-url"]).toBe(FIRST);
    expect(step.summary).toContain(`[The issue about the failure](${FIRST})`);
    expect(warnings(step)).toEqual([]);
    expect(github.world.issues).toHaveLength(1);
    const [issue] = github.world.issues;
    expect(issue?.title).toBe(TITLE);
    expect(issue?.labels).toEqual(["chaos-failure", "incident", "SEV-4"]);
    const digest = experimentDigest(Buffer.from(EXPERIMENT)).slice(0, 19);
    for (const part of [
      "Failed once since this issue was opened.",
      "- Owners: @john (dba, else `lisa`)",
      "[workflow run 99](https://github.com/octo/studio/actions/runs/99)",
      "https://github.com/octo/studio/actions/runs/99#artifacts",
      `digest \`${digest}…\``,
      `https://github.com/octo/studio/commit/${COMMIT}`,
      "[Failover](https://runbook.test/failover)",
      "kubectl delete networkpolicy -n odavl-staging -l chaos=true",
      "#### Containment: database failure",
      "#### Rollbacks",
    ]) {
      expect(issue?.body).toContain(part);
    }
  });

  it("tells of the next failure in the same issue, and counts it", async () => {
    const github = await place();
    await report(github);
    const step = await report(github, { run: 100 });
    expect(step.outputs["issue-url"]).toBe(FIRST);
    expect(github.world.issues).toHaveLength(1);
    const [issue] = github.world.issues;
    expect(issue?.body).toContain("Failed 2 times since");
    expect(issue?.comments).toEqual([
      {
        author: WORKFLOW_BOT,
        body: expect.stringContaining("It failed again, 2 times by now"),
        createdAt: WRITTEN,
      },
    ]);
  });

  it("tells of one attempt of a run once", async () => {
    const github = await place();
    await report(github);
    await report(github);
    await report(github, { run: 100 });
    await report(github, { run: 100 });
    const [issue] = github.world.issues;
    expect(issue?.comments).toHaveLength(1);
    expect(issue?.body).toContain("Failed 2 times since");
  });

  it("leaves one open issue where several jobs fail at once, and it counts all of them", async () => {
    const runs = [100, 101, 102];
    const github = await place({ together: runs.length });
    const steps = await Promise.all(runs.map((run) => report(github, { run })));
    const urls = steps.map(({ outputs }) => outputs["issue-url"]);
    expect(urls).toEqual([FIRST, FIRST, FIRST]);
    const [first, ...others] = github.world.issues;
    expect(first?.closed).toBeUndefined();
    expect(first?.body).toContain("Failed 3 times since");
    expect(first?.comments).toHaveLength(2);
    expect(others.map(({ closed }) => closed)).toEqual([true, true]);
    for (const { comments } of others) {
      expect(comments?.[0]?.body).toContain("Another job opened #1");
    }
  });

  it("tells of a run without a journal as failed", async () => {
    const github = await place();
    const step = await report(github, { journal: "there-is-none" });
    expect(step.outputs["verdict"]).toBe("unknown");
    const [issue] = github.world.issues;
    expect(issue?.body).toContain("**failed**. There is no journal");
    expect(issue?.body).toContain("Rollbacks: not known");
  });

  it("takes secrets out of what it writes", async () => {
    const github = await place();
    // Cut off, it is no run that held.
    const whole = await readFile(join(JOURNALS, "secrets.json"), "utf8");
    const interrupted = JSON.stringify({
      ...JSON.parse(whole),
      status: "interrupted",
    });
    expect(interrupted).toContain("correct-horse-battery");
    const workspace = await checkoutOf({ "journal.json": interrupted });
    await report(github, {
      inputs: { journal: join(workspace, "journal.json") },
    });
    expect(github.world.issues).toHaveLength(1);
    expect(JSON.stringify(github.world.issues)).not.toMatch(
      /correct-horse-battery|tr0ub4dor3/,
    );
  });

  it("opens a new issue once the one before is closed", async () => {
    const github = await place();
    await report(github);
    const [issue] = github.world.issues;
    if (issue) issue.closed = true;
    await report(github, { run: 100 });
    expect(github.world.issues).toHaveLength(2);
  });

  it("writes nothing about a dry run", async () => {
    const github = await place();
    const step = await report(github, { journal: "dry" });
    expect(step.code).toBe(1);
    expect(github.world.issues).toEqual([]);
  });
});

describe("the report of a run that held", () => {
  it("says so in the open issue, and closes it where the policy wants that", async () => {
    const github = await place();
    await report(github);
    const step = await report(github, { journal: "held", run: 100 });
    expect(step.code).toBe(0);
    const [issue] = github.world.issues;
    expect(issue?.comments?.[0]?.body).toContain("✅ It held this time.");
    expect(issue?.closed).toBe(true);
    expect(issue?.body).toContain("Failed once since");
  });

  it("leaves the issue open where the policy does not want that", async () => {
    const policy = POLICY.replace("close_when_held: true", "dashboards: []");
    const github = await place({ policy });
    await report(github);
    await report(github, { journal: "held", run: 100 });
    const [issue] = github.world.issues;
    expect(issue?.comments).toHaveLength(1);
    expect(issue?.closed).toBeUndefined();
  });

  it("says nothing where the issue tells of a later failure", async () => {
    const github = await place();
    await report(github);
    const [issue] = github.world.issues;
    if (issue) issue.createdAt = "2126-01-01T00:00:00Z";
    const step = await report(github, { journal: "held", run: 100 });
    expect(step.code).toBe(0);
    expect(issue?.comments).toBeUndefined();
  });

  it("writes nothing where nothing failed before", async () => {
    const github = await place();
    const step = await report(github, { journal: "held" });
    expect(step.code).toBe(0);
    expect(step.outputs).not.toHaveProperty("issue-url");
    expect(github.world.issues).toEqual([]);
  });
});

describe("whose issue it is", () => {
  it("trusts no copy of its issue that somebody else wrote", async () => {
    const first = await place();
    await report(first);
    const copies = first.world.issues.map((issue) => ({
      ...issue,
      author: "mallory",
    }));
    const github = await place({ issues: copies });
    await report(github, { run: 100 });
    expect(github.world.issues).toHaveLength(2);
    expect(github.world.issues[0]?.comments).toBeUndefined();
  });

  it("counts no comment that somebody else wrote", async () => {
    const github = await place();
    await report(github);
    const [issue] = github.world.issues;
    const body = "<!-- chaos-governor:failed:100:1 -->";
    if (issue) issue.comments = [{ author: "mallory", body }];
    await report(github, { run: 100 });
    expect(issue?.comments).toHaveLength(2);
    expect(github.world.issues[0]?.body).toContain("Failed 2 times since");
  });

  it("leaves it to the app where that has one open", async () => {
    const author = "chaos-governor[bot]";
    const labels = ["chaos-failure"];
    const issue = { title: TITLE, body: "", labels, author };
    const github = await place({ issues: [issue] });
    const step = await report(github);
    expect(step.code).toBe(1);
    expect(step.lines.join("\n")).toContain(
      `No issue is filed here, for the app chaos-governor files its own: see ${FIRST}.`,
    );
    expect(github.world.issues).toEqual([issue]);
  });

  it("leaves it to the app where that started the run", async () => {
    const github = await place();
    const environment = { GITHUB_TRIGGERING_ACTOR: "chaos-governor[bot]" };
    await report(github, { environment });
    expect(github.world.issues).toEqual([]);
  });

  it("says which login to trust where the token writes as another", async () => {
    const github = await place();
    const step = await report(github, { inputs: { author: "octocat" } });
    expect(warnings(step)).toEqual([
      "::warning::The token writes as github-actions[bot], not as octocat, so the next failure would open another issue. Set the input author to github-actions[bot].",
    ]);
  });
});

describe("the report that can't file the issue", () => {
  it.each([
    ["list-for-repo", 403],
    ["create", 403],
    ["create", 404],
  ])(
    "says which permission is missing where GitHub answers issues/%s with %i",
    async (operation, status) => {
      const refusals = { [`issues/${operation}`]: status };
      const github = await place({ refusals });
      const step = await report(github);
      expect(step.code).toBe(1);
      expect(step.outputs["verdict"]).toBe("activity-failed");
      expect(warnings(step)).toEqual([
        expect.stringContaining(
          "add `issues: write` to the `permissions:` of the job",
        ),
      ]);
    },
  );

  it("changes nothing about a run that held", async () => {
    const github = await place({ outage: 403 });
    const step = await report(github, { journal: "held" });
    expect(step.code).toBe(0);
    expect(warnings(step)).toHaveLength(1);
  });

  it("files without the policy where the token may not read it, and says so", async () => {
    const github = await place({ refusals: { "repos/get": 403 } });
    const step = await report(github);
    expect(github.world.issues).toHaveLength(1);
    expect(github.world.issues[0]?.body).not.toContain("Owners");
    expect(warnings(step)).toEqual([
      expect.stringContaining("Add `contents: read` to the `permissions:`"),
    ]);
  });

  it.each([
    [{ token: "" }, "the input token is empty"],
    [{ "failure-issue": "yes" }, 'the input failure-issue is "yes"'],
  ])("warns of the inputs %j", async (inputs, said) => {
    const github = await place();
    const step = await report(github, { inputs, journal: "held" });
    expect(step.code).toBe(0);
    expect(warnings(step)).toEqual([expect.stringContaining(said)]);
  });

  it("asks nobody where no issue is wanted", async () => {
    const github = await place({ outage: 500 });
    const step = await report(github, { inputs: { "failure-issue": "false" } });
    expect(step.code).toBe(1);
    expect(warnings(step)).toEqual([]);
  });
});
