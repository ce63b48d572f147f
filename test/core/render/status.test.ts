import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import { renderStatus } from "../../../core/render/status.ts";
import type { Phase } from "../../../core/request/request.ts";
import type { StatusView, Trouble } from "../../../core/request/status.ts";
import { minutes, RequestStory, RUN } from "../request/observation-builder.ts";

const LINKS = { repository: "https://github.test/odavl/studio-hub" };

/** What stands on the request after a look. */
function statusOf(story: RequestStory): string {
  const { status } = story.look();
  return status ? renderStatus(status, LINKS) : "";
}

const VIEW: StatusView = {
  phase: "open",
  requester: "olivia",
  ask: {
    experiment: "database-pod-failure",
    environment: "production",
    reason: "",
  },
};
const render = (view: Partial<StatusView>) =>
  renderStatus({ ...VIEW, ...view }, LINKS);

/** Incidents as they are learned at a moment, which shows in the evidence. */
const learnedAt = (at: Date) => ({
  incidents: known([], {
    source: "github",
    at,
    age: 30_000,
    query: `issues closed since ${at.toISOString()}`,
    answer: `[${String(at.getTime() / 1_000)}.5,"0.9"]`,
  }),
});

describe("the status of a request that waits", () => {
  it("shows where it stands, each gate with what mends it, who covers what, and the evidence", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    story.says("mike", "/chaos approve as backend-lead");
    expect(statusOf(story)).toMatchInlineSnapshot(`
      "<!-- chaos-governor:status -->
      <!-- chaos-governor:says:e23bf21882351a7dac80abd3402eafef -->
      <!-- chaos-governor:announced:olivia database-pod-failure production sha256%3Aaa c1 experiments%2Fdatabase-pod-failure.json -->
      ### ⏳ Waiting for approvals

      \`database-pod-failure\` in \`production\`, asked for by **olivia**.

      What is still missing stands below, with what to do and who can. It is started as soon as every gate passes; nobody has to ask anew.

      |  | gate | now | what to do | who can |
      | --- | --- | --- | --- | --- |
      | ✅ | \`halt\` | Nobody has halted experiments. |  |  |
      | ✅ | \`experiment_valid\` | The experiment has no errors (sha256:aa). |  |  |
      | ⏳ | \`approvals\` | Approved by ahmed as incident-commander and mike as backend-lead (secondary); missing: devops-lead. | A comment /chaos approve is needed from sarah for devops-lead. | sarah |
      | ✅ | \`staging_passed\` | Its latest run in staging ended Mon 2 Mar 12:00 UTC and held; that counts for 7d. |  |  |
      | ✅ | \`windows\` | No freeze and no blackout window is in the way of a run of 15m. |  |  |
      | ✅ | \`recent_incidents\` | No incident of SEV-1 or SEV-2 is open or ended within the last 7d. |  |  |
      | ✅ | \`error_budget\` | 90% of the error budget of studio-hub is left; more than 50% is needed. |  |  |
      | ✅ | \`on_call\` | On call for the whole run: ahmed (incident-commander). |  |  |

      |  | role | approval |
      | --- | --- | --- |
      | ✅ | \`incident-commander\` | [ahmed](https://github.test/odavl/studio-hub/issues/12#issuecomment-103) |
      | ✅ | \`backend-lead\` | [mike](https://github.test/odavl/studio-hub/issues/12#issuecomment-104) (secondary) |
      | ⏳ | \`devops-lead\` | missing; could come from sarah |

      📌 Pinned: [experiments/database-pod-failure.json](https://github.test/odavl/studio-hub/blob/c1/experiments/database-pod-failure.json), digest \`sha256:aa\`, for \`production\`, at commit [c1](https://github.test/odavl/studio-hub/commit/c1), decided by the [policy](https://github.test/odavl/studio-hub/blob/c1/.github/chaos-governor.yml) at [c1](https://github.test/odavl/studio-hub/commit/c1). Where one of these changes, approvals are void.

      <details><summary>Evidence: what was asked, and what the answers were</summary>

      - \`approvals\` github, \`comments of issue 12\`, Tue 3 Mar 12:00 UTC: \`ahmed, mike as backend-lead\` ([look there](https://github.test/odavl/studio-hub/issues/12))
      - \`windows\` policy, \`windows\`, Tue 3 Mar 12:00 UTC: \`{"blackout":[{"days":["fri"],"from":"16:00","to":"24:00"}],"allowed":[],"freezes":[],"exempt":[],"expected_duration":900000}\`

      As of when this comment was last written. By the policy at [c1](https://github.test/odavl/studio-hub/commit/c1). It is written anew where something changes that matters; the audit trail keeps every decision with its facts.

      </details>

      <sub>\`/chaos approve\` · \`/chaos approve as <role>\` · \`/chaos withdraw\` · \`/chaos deny <reason>\` · \`/chaos cancel\` · \`/chaos recheck\` · \`/chaos help\`</sub>"
    `);
  });

  it("says when it opens by itself", () => {
    const story = new RequestStory();
    story.now = new Date("2026-03-06T15:50:00Z");
    const text = statusOf(story.approved());
    expect(text).toContain("### ⏳ Waiting until Sat 7 Mar 00:00 UTC");
    expect(text).toContain(
      "It opens by itself Sat 7 Mar 00:00 UTC, and is started then if every gate passes.",
    );
  });

  it("says loudly which gate people override, and who could override what is closed", () => {
    const story = new RequestStory();
    const base = story.observation.policy;
    if (base.state !== "valid") throw new Error("the test's policy is broken");
    const { production, ...others } = base.policy.environments;
    if (!production) throw new Error("the test's policy has no production");
    const override = {
      people: ["ahmed", "mike"],
      need: 2,
      gates: ["approvals" as const, "error_budget" as const],
      expire_after: minutes(60),
      requester_counts: false,
    };
    const policy = {
      ...base.policy,
      environments: { ...others, production: { ...production, override } },
    };
    story.given({ policy: { ...base, policy } });
    story.givenFacts({ errorBudgets: unknown("Prometheus is down") });
    story.look();
    expect(statusOf(story)).toContain(
      "<sub>Break glass: 2 of ahmed and mike may override `approvals` and `error_budget` with `/chaos override approvals, error_budget because <reason>`.</sub>",
    );
    for (const person of ["ahmed", "mike"])
      story.says(person, "/chaos override error_budget because it *burns*");
    const status = statusOf(story);
    expect(status).toContain(
      "### ⏳ Waiting for approvals · 🚨 overrides error_budget",
    );
    expect(status).toContain(
      "| 🚨 ❔ | `error_budget` | Overridden by ahmed and mike, because “it \\*burns\\*”, until Tue 3 Mar 13:00 UTC.",
    );
    expect(status).toContain("2 of ahmed and mike may override `approvals`");
  });

  it("says when it can start at the earliest where people have to approve besides", () => {
    const story = new RequestStory();
    story.now = new Date("2026-03-06T17:00:00Z");
    expect(statusOf(story)).toContain(
      "It is started as soon as every gate passes, at the earliest Sat 7 Mar 00:00 UTC; nobody has to ask anew.",
    );
  });

  it("says that something has to be mended, or could not be learned", () => {
    const broken = new RequestStory().givenFacts({ stagingRuns: known([]) });
    expect(statusOf(broken)).toContain(
      "### ⛔ Not now: something has to be mended",
    );
    const dark = new RequestStory().givenFacts({
      incidents: unknown("GitHub answered 503"),
    });
    const text = statusOf(dark);
    expect(text).toContain("### ❔ Waiting: not everything could be learned");
    expect(text).toContain("GitHub answered 503");
  });

  it("shows in its evidence what was asked when, and the raw answer", () => {
    const story = new RequestStory();
    const text = statusOf(story.givenFacts(learnedAt(story.now)));
    expect(text).toContain(
      '- `recent_incidents` github, `issues closed since 2026-03-03T12:00:00.000Z`, Tue 3 Mar 12:00 UTC, an answer kept for 30s: `[1772539200.5,"0.9"]`',
    );
  });
});

describe("the status of a request in trouble", () => {
  it.each<[Trouble, string]>([
    [
      { code: "policy-missing" },
      "the default branch has no `.github/chaos-governor.yml`",
    ],
    [
      { code: "ask-unreadable", problem: "The section “Experiment” is empty." },
      "The section “Experiment” is empty. Edit the issue's text",
    ],
    [
      { code: "experiment-unusable", reason: "There is no <file>." },
      "There is no &lt;file&gt;.",
    ],
    [
      {
        code: "unreachable",
        what: "the policy",
        reason: "GitHub answered 503",
      },
      "Could not be learned: the policy (GitHub answered 503).",
    ],
  ])("says what is in the way: %j", (trouble, words) => {
    const text = render({ trouble });
    expect(text).toContain("### ⚠️ Nothing can be decided yet");
    expect(text).toContain("Nothing is started until that is");
    expect(text).toContain(words);
  });

  it("shows where each mistake of the policy stands and what was meant", () => {
    const mistake = {
      code: "unknown-role",
      severity: "error" as const,
      message: "unknown role `backend_lead`",
      hint: "did you mean `backend-lead`?",
      line: 12,
      column: 5,
      path: ["roles"],
    };
    const text = render({
      trouble: {
        code: "policy-invalid",
        commit: "c1",
        diagnostics: [
          mistake,
          { ...mistake, severity: "warning", message: "odd" },
          ...Array.from({ length: 11 }, () => mistake),
        ],
      },
    });
    expect(text).toContain(
      "- [line 12, column 5](https://github.test/odavl/studio-hub/blob/c1/.github/chaos-governor.yml#L12): unknown role \\`backend_lead\\` (did you mean \\`backend-lead\\`?)",
    );
    expect(text).toContain("- … and 2 more");
    expect(text).not.toContain("odd");
  });
});

describe("the status of a request that was started", () => {
  it.each<[Partial<StatusView>, string]>([
    [{ phase: "dispatching" }, "### 🚀 The workflow is being started"],
    [
      {
        phase: "dispatching",
        trouble: { code: "unreachable", what: "the workflow run", reason: "?" },
      },
      "### ⚠️ The workflow was asked for, and no run of it showed up",
    ],
    [{ phase: "running", run: RUN }, "### 🚀 The run is queued"],
    [
      { phase: "running", run: { ...RUN, status: "in_progress" } },
      "### 🏃 Running",
    ],
    [
      { phase: "running", run: { ...RUN, status: "completed" } },
      "### 🔎 The run has ended and is being judged",
    ],
    [
      {
        phase: "running",
        trouble: { code: "unreachable", what: "the workflow run", reason: "?" },
      },
      "### ⚠️ Running out of sight",
    ],
  ])("says how far it is: %j", (view, words) => {
    expect(render(view)).toContain(words);
    expect(render(view)).toContain("`/chaos cancel`");
  });

  it("shows which looks at the recovery come, and until when, once the run has ended", () => {
    const criterion = {
      name: "error | rate",
      query: "errors",
      below: 1,
      within: 300_000,
    };
    const at = new Date("2026-03-03T10:05:00Z");
    const text = render({
      phase: "running",
      run: { ...RUN, status: "completed" },
      watched: [{ criterion, at }],
    });
    expect(text).toContain(
      "### 👀 The run has ended, and its recovery is watched until 2026-03-03 10:05:00 UTC",
    );
    expect(text).toContain(
      "| error \\| rate | `errors` | below 1 within 5m | 2026-03-03 10:05:00 UTC |",
    );
  });

  it("shows the run, the verdict and the journal's summary", () => {
    const text = render({
      phase: "finished",
      run: { ...RUN, attempt: 2, status: "completed", conclusion: "failure" },
      judgement: {
        verdict: "deviated",
        reason: "p95 was 900 | 500",
        summary: "### ❌ Deviated",
      },
    });
    expect(text).toContain("### ❌ Failed: deviated");
    expect(text).toContain(
      `▶️ [workflow run 9000000001](${RUN.url}), attempt 2, which ended with \`failure\`. Verdict: **deviated**. p95 was 900 \\| 500`,
    );
    expect(text).toContain("\n\n### ❌ Deviated\n");
  });

  it.each([
    ["held", "✅ Held"],
    ["dry", "⚠️ A dry run"],
    ["not-run", "⚠️ Not run"],
    ["rollback-failed", "❌ Failed: rollback-failed"],
    ["not-recovered", "❌ Not recovered"],
  ] as const)("has the verdict in its headline: %s", (verdict, words) => {
    const judgement = { verdict, reason: "" };
    expect(render({ phase: "finished", run: RUN, judgement })).toContain(
      `### ${words}`,
    );
  });
});

describe("the status of a request that is over", () => {
  it.each<[Phase, string]>([
    ["denied", "🚫 Denied"],
    ["cancelled", "🚫 Cancelled"],
    ["refused", "⛔ Refused"],
  ])("says why: %s", (phase, words) => {
    const text = render({ phase, because: "mike denied it: <b>no</b>" });
    expect(text).toContain(`### ${words}`);
    expect(text).toContain("mike denied it: &lt;b&gt;no&lt;/b&gt;");
    expect(text).toContain("opening the issue again changes nothing");
  });
});

describe("the status of whatever comes in", () => {
  const evil = "@everyone <script> | `x` ".repeat(500);
  const story = new RequestStory();
  story.look();
  for (const person of ["ahmed", "sarah", "mike", "lisa"])
    for (let count = 0; count < 8; count++)
      story.says(person, "/chaos approve");
  const evidence = Array.from({ length: 30 }, () => ({
    source: evil,
    at: story.now,
    query: evil,
    answer: evil,
    link: `https://x.test/${evil}`,
  }));
  const open = {
    severity: "SEV-1" as const,
    startedAt: story.now,
    title: evil,
    links: [`https://x.test/${"<script>|`)".repeat(30)}`, "javascript:evil()"],
  };
  const incidents = { ...unknown(evil, ...evidence), partly: [open] };
  story.givenFacts({
    incidents,
    stagingRuns: unknown(evil, ...evidence),
    errorBudgets: unknown(evil, ...evidence),
  });
  const { status } = story.look();
  const monster: StatusView = {
    ...status,
    phase: "running",
    requester: evil,
    ask: { experiment: evil, environment: evil, reason: evil },
    because: evil,
    trouble: {
      code: "policy-invalid",
      commit: "c1",
      diagnostics: Array.from({ length: 500 }, () => ({
        code: "x",
        severity: "error" as const,
        message: evil,
        hint: evil,
        line: 1,
        column: 1,
        path: [],
      })),
    },
    run: { ...RUN, conclusion: evil },
    judgement: { verdict: "failed", reason: evil, summary: "x".repeat(70_000) },
  };

  it("fits into a comment", () => {
    const text = renderStatus(monster, LINKS);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toMatch(/^<!-- chaos-governor:status -->\n/);
    expect(text).toContain("`/chaos cancel`");
  });

  it("mentions nobody and brings no HTML of others", () => {
    const judgement = { verdict: "failed" as const, reason: evil };
    const text = renderStatus({ ...monster, judgement }, LINKS);
    const outsideCode = text.replace(/`[^`\n]*`|<code>.*?<\/code>/g, "");
    expect(outsideCode).not.toMatch(/@(?!\u200B)|<script/);
  });
});
