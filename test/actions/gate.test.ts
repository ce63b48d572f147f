import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dispatchMark } from "../../core/request/override-mark.ts";
import { reviewMark } from "../../core/request/review-mark.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { checkoutOf } from "./checkout.ts";
import { COMMIT, type GitHubWorld, serveGitHub } from "./github-server.ts";
import { serveProxy } from "./proxy-server.ts";
import { runAction, type StepRun } from "./run-action.ts";

const POLICY = `
version: 1
roles: { lead: { primary: ahmed } }
environments:
  staging: { workflow: chaos-tests.yml }
  production:
    workflow: chaos-tests.yml
    gates: { approvals: { roles: [lead] } }
`;

const EXPERIMENT = JSON.stringify({
  title: "A pod fails",
  description: "What happens when a pod fails",
  method: [],
});

type Comments = NonNullable<GitHubWorld["issues"][number]["comments"]>;

interface Scene extends Partial<GitHubWorld> {
  inputs?: Record<string, string>;
  files?: Record<string, string>;
  environment?: Record<string, string>;
}

/** Runs the gate's bundle in a checkout, against a GitHub of its own. */
async function gate({
  inputs,
  files = { "experiments/pod-failure.json": EXPERIMENT },
  environment,
  ...given
}: Scene): Promise<StepRun & { world: GitHubWorld; url: string }> {
  const world: GitHubWorld = {
    policy: POLICY,
    startedBy: "sarah",
    issues: [],
    ...given,
  };
  const url = await serveGitHub(world);
  const workspace = await checkoutOf(files);
  const step = await runAction(
    "action.yml",
    {
      experiment: "pod-failure",
      environment: "production",
      token: "secret-token",
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
  return { ...step, world, url };
}

const DISPATCH = {
  request: "1",
  correlation: "8c9f",
  digest: experimentDigest(Buffer.from(EXPERIMENT)),
  commit: COMMIT,
};

const APP = "chaos-governor[bot]";

/** A request in which the app says that this run goes on. */
const requestNaming = (run: number, ...comments: Comments) => ({
  title: "",
  body: "",
  labels: [],
  author: "sarah",
  comments: [
    {
      author: APP,
      body: reviewMark({
        run,
        attempt: 1,
        digest: DISPATCH.digest,
        commit: COMMIT,
        environment: "production",
      }),
    },
    ...comments,
  ],
});

describe("the gate, while an issue halts all experiments", () => {
  const issues = [
    {
      title: "Chaos halted: it burns",
      body: "",
      labels: ["chaos-halt"],
      author: "lisa",
    },
  ];

  it.each(["staging", "production"])(
    "lets nothing run in %s, asks nobody for approval, and says who halted and why",
    async (environment) => {
      const { code, outputs, summary, world } = await gate({
        issues: [...issues],
        inputs: { environment },
      });
      expect(code).toBe(1);
      expect(outputs["decision"]).toBe("hold");
      expect(outputs["reason"]).toMatch(/halted: by lisa since .*it burns/);
      expect(summary).toContain("close issue 1");
      expect(world.issues).toHaveLength(1);
    },
  );

  it("stops the run that the app dispatched, too", async () => {
    const { code, outputs } = await gate({
      issues: [...issues],
      inputs: DISPATCH,
      startedBy: APP,
    });
    expect(code).toBe(1);
    expect(outputs["reason"]).toContain("All experiments are halted");
  });
});

describe("the gate, where the policy asks for approval", () => {
  it("opens a request, fails the job and says where to approve", async () => {
    const { code, outputs, summary, lines, world } = await gate({});
    const url = "https://github.com/octo/studio/issues/1";
    expect(code).toBe(1);
    expect(outputs).toEqual({
      decision: "hold",
      reason: "pod-failure needs approval before it runs in production.",
      "request-url": url,
      "experiment-path": "",
      "journal-path": "",
      verdicts: "[]",
    });
    expect(lines.join("\n")).toContain(
      `::error::pod-failure needs approval before it runs in production. Approve it in the request. The app starts a new run as soon as the policy allows it; this one ends here. ${url}`,
    );
    expect(summary).toContain("### ⏳ Has to wait");
    expect(summary).toContain(`[The request](${url})`);
    expect(world.issues).toEqual([
      {
        title: "Chaos request: pod-failure in production",
        body: expect.stringMatching(
          /^### Experiment\n\npod-failure\n\n### Environment\n\nproduction\n\n### Workflow run\n\n99\n\n### Reason\n\nAsked for by sarah, who started https:\/\/github\.com\/octo\/studio\/actions\/runs\/99$/,
        ),
        labels: ["chaos-request"],
        author: "github-actions[bot]",
        createdAt: expect.any(String),
      },
    ]);
  });

  it("finds the request again where the job is run again", async () => {
    const first = await gate({});
    const { outputs, world } = await gate({ issues: first.world.issues });
    expect(outputs["request-url"]).toBe(
      "https://github.com/octo/studio/issues/1",
    );
    expect(world.issues).toHaveLength(1);
  });

  it("does not take a person's issue for its own", async () => {
    const first = await gate({});
    const [request] = first.world.issues;
    const { world } = await gate({
      issues: request ? [{ ...request, author: "mallory" }] : [],
    });
    expect(world.issues).toHaveLength(2);
  });

  describe("and people override closed windows", () => {
    const policy = POLICY.replace(
      "approvals: { roles: [lead] }",
      "windows: { allowed: [{ from: 2001-01-01, to: 2001-01-02, reason: Once }] }",
    );
    const until = new Date("2100-01-01T00:00:00Z");
    const gates = [{ gate: "windows", until } as const];
    const mark = dispatchMark(DISPATCH.correlation, gates);
    const body = `🚨 Overridden.\n\n${mark}`;
    const dispatched = async (comment: {
      author: string;
      body: string;
      edited?: boolean;
    }) => {
      return gate({
        inputs: DISPATCH,
        startedBy: APP,
        policy,
        issues: [requestNaming(99, comment)],
      });
    };

    it("lets the run go on of which the app says so in the request, and says it in the run's summary", async () => {
      const { code, summary } = await dispatched({ author: APP, body });
      expect(code).toBe(0);
      expect(summary).toContain("this run overrides windows until");
    });

    it.each([
      ["a person says so", { author: "mallory", body }],
      ["the app's words were edited", { author: APP, body, edited: true }],
      [
        "the app only quotes somebody",
        { author: APP, body: `**mallory**: \`/chaos ${mark}\` is no command.` },
      ],
      [
        "the app says so of another run",
        { author: APP, body: dispatchMark("other", gates) },
      ],
    ])("holds the run where %s", async (_, comment) => {
      const { outputs } = await dispatched(comment);
      expect(outputs).toMatchObject({ decision: "hold" });
    });
  });

  it("lets the run go on that the app dispatched for what is checked out", async () => {
    const { code, outputs, summary } = await gate({
      inputs: DISPATCH,
      startedBy: APP,
      issues: [requestNaming(99)],
    });
    expect(outputs).toEqual({
      decision: "allow",
      reason:
        "pod-failure may run in production: the app dispatched this run, and what is checked out is what was approved.",
      "request-url": "https://github.com/octo/studio/issues/1",
      "experiment-path": "experiments/pod-failure.json",
      "journal-path": "reports/chaos/pod-failure-journal.json",
      verdicts: "[]",
    });
    expect(code).toBe(0);
    expect(summary).toContain("### ✅ May run");
  });

  it("refuses at once the run that the app dispatched where it names another", async () => {
    const { code, outputs } = await gate({
      inputs: DISPATCH,
      startedBy: APP,
      issues: [requestNaming(98)],
    });
    expect(code).toBe(1);
    expect(outputs["reason"]).toContain(
      "the run 98 is the one that goes on for the request",
    );
  });

  it("refuses who says to be the app and is not", async () => {
    const { code, outputs, world } = await gate({ inputs: DISPATCH });
    expect(code).toBe(1);
    expect(outputs["reason"]).toBe(
      "This is not the run that was approved: it was started by sarah, not by chaos-governor[bot].",
    );
    expect(world.issues).toEqual([]);
  });

  it("believes GitHub and not the job's environment about who started the run", async () => {
    const { code } = await gate({
      inputs: DISPATCH,
      environment: {
        GITHUB_ACTOR: APP,
        GITHUB_TRIGGERING_ACTOR: APP,
      },
    });
    expect(code).toBe(1);
  });

  it("refuses an experiment that was changed after it was approved", async () => {
    const { outputs } = await gate({
      inputs: DISPATCH,
      startedBy: APP,
      files: { "experiments/pod-failure.json": `${EXPERIMENT}\n` },
    });
    expect(outputs["decision"]).toBe("refuse");
    expect(outputs["reason"]).toMatch(/the experiment's digest is sha256:/);
  });

  it("refuses to skip validation", async () => {
    const { code, outputs } = await gate({
      inputs: { "skip-validation": "true" },
    });
    expect(code).toBe(1);
    expect(outputs["reason"]).toBe(
      "Validation can't be skipped in production.",
    );
  });
});

describe("the gate, where the policy asks for nothing", () => {
  const inputs = { environment: "staging" };

  it("lets a valid experiment run", async () => {
    const { code, outputs } = await gate({ inputs });
    expect(outputs["decision"]).toBe("allow");
    expect(code).toBe(0);
  });

  it("shows what is wrong with an invalid one beside its line", async () => {
    const { code, lines, summary } = await gate({
      inputs,
      files: { "experiments/pod-failure.json": '{\n  "title": 7\n}' },
    });
    expect(code).toBe(1);
    expect(lines.join("\n")).toMatch(
      /::error file=experiments\/pod-failure\.json,line=2,col=\d+::/,
    );
    expect(summary).toMatch(/`experiments\/pod-failure\.json:2:\d+`/);
  });

  it("names the experiment that was probably meant", async () => {
    const { outputs } = await gate({
      inputs: { ...inputs, experiment: "pod-failur" },
    });
    expect(outputs["reason"]).toMatch(/pod-failure/);
  });

  it("follows no link out of the checkout", async () => {
    const outside = await checkoutOf({ "secret.json": EXPERIMENT });
    const workspace = await checkoutOf({ "experiments/a.json": EXPERIMENT });
    await symlink(
      join(outside, "secret.json"),
      join(workspace, "experiments/pod-failure.json"),
    );
    const { code, outputs } = await gate({
      inputs,
      environment: { GITHUB_WORKSPACE: workspace },
    });
    expect(code).toBe(1);
    expect(outputs["reason"]).toMatch(/There is no experiment/);
  });
});

describe("the gate, where something is wrong", () => {
  it("says where the policy is broken", async () => {
    const { code, outputs, lines } = await gate({
      policy: POLICY.replace("roles: [lead]", "roles: [leed]"),
    });
    expect(code).toBe(1);
    expect(outputs["reason"]).toMatch(
      /^The policy can't be used, so nothing may run\. \.github\/chaos-governor\.yml:8:\d+: /,
    );
    expect(lines.join("\n")).toMatch(
      /::error file=\.github\/chaos-governor\.yml,line=8,col=\d+::/,
    );
  });

  it("says that there is no policy", async () => {
    const { outputs } = await gate({ policy: undefined });
    expect(outputs["reason"]).toBe(
      "There is no policy: .github/chaos-governor.yml is not on branch main.",
    );
  });

  it("knows no environment that the policy does not have", async () => {
    const { lines } = await gate({ inputs: { environment: "prodution" } });
    expect(lines.join("\n")).toContain(
      "The policy has no environment prodution. Did you mean production?",
    );
  });

  it("lets nothing run while GitHub can't be asked", async () => {
    const { code, outputs } = await gate({ outage: 503 });
    expect(code).toBe(1);
    expect(outputs["decision"]).toBe("hold");
    expect(outputs["reason"]).toMatch(
      /^Nothing could be decided, so nothing runs: github: could not read the repository: answered 503/,
    );
  });

  it("asks GitHub through the runner's proxy", async () => {
    const world = { policy: POLICY, startedBy: "sarah", issues: [] };
    const proxy = await serveProxy(await serveGitHub(world));
    const { outputs } = await gate({
      environment: {
        GITHUB_API_URL: "http://github.test",
        http_proxy: proxy.url,
      },
    });
    expect(outputs["request-url"]).toBe(
      "https://github.com/octo/studio/issues/1",
    );
    expect(new Set(proxy.asked)).toEqual(new Set(["github.test:80"]));
  });

  it("says which input is wrong", async () => {
    const { code, outputs } = await gate({ inputs: { experiment: "" } });
    expect(code).toBe(1);
    expect(outputs["reason"]).toMatch(/^The input experiment is empty;/);
  });

  it("keeps the token to itself", async () => {
    const { lines, summary, outputs } = await gate({ outage: 401 });
    expect(JSON.stringify({ lines, summary, outputs })).not.toContain(
      "secret-token",
    );
  });
});
