import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../core/policy/parse.ts";
import type { Policy } from "../../core/policy/schema.ts";
import type { Claim, GateInputs } from "../../actions/gate/inputs.ts";
import {
  type GateObservation,
  judge,
  type Judgement,
} from "../../actions/gate/judge.ts";
import type { WorkflowRun } from "../../providers/github/repository.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const COMMIT = "c".repeat(40);
const CLAIM: Claim = {
  request: "12",
  correlation: "8c9f",
  digest: DIGEST,
  commit: COMMIT,
};
/** A Tuesday. */
const NOW = new Date("2026-03-03T12:00:00Z");

const policy = policyOf(`
version: 1
roles: { lead: { primary: ahmed } }
environments:
  staging: { workflow: chaos-tests.yml }
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [lead] }
      windows:
        blackout: [{ days: [mon], from: "09:00", to: "17:00" }]
        expected_duration: 15m
`);

function policyOf(text: string): Policy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.policy;
}

const RUN: WorkflowRun = {
  id: 99,
  attempt: 1,
  url: "https://github.com/octo/studio/actions/runs/99",
  status: "in_progress",
  title: "Chaos: pod-failure in production",
  path: ".github/workflows/chaos-tests.yml",
  event: "workflow_dispatch",
  branch: "main",
  commit: COMMIT,
  triggeredBy: "chaos-governor[bot]",
  createdAt: NOW,
  startedAt: NOW,
  updatedAt: NOW,
};

function judged(
  inputs: Partial<GateInputs>,
  world: Partial<Omit<GateObservation, "inputs">> = {},
): Judgement {
  return judge({
    inputs: {
      experiment: "pod-failure",
      environment: "production",
      skipValidation: false,
      app: "chaos-governor",
      alone: false,
      author: "github-actions[bot]",
      organisationRequired: false,
      token: "t",
      ...inputs,
    },
    defaultBranch: "main",
    reviewed: true,
    commit: COMMIT,
    run: RUN,
    overridden: [],
    halts: [],
    policy: valid(),
    now: NOW,
    ...world,
  });
}

function valid(errors: string[] = []): GateObservation["policy"] {
  return {
    state: "valid",
    commit: COMMIT,
    policy,
    experiment: {
      state: "found",
      path: "experiments/pod-failure.json",
      digest: DIGEST,
      diagnostics: errors.map((code) => ({
        code,
        severity: "error",
        message: code,
        line: 3,
        column: 5,
        path: [],
      })),
    },
  };
}

describe("a run that a person started, and the app let go on", () => {
  const review = {
    request: 12,
    reviewed: {
      run: RUN.id,
      attempt: 1,
      digest: DIGEST,
      commit: COMMIT,
      environment: "production",
    },
    overridden: [],
  };
  const byHand = { ...RUN, triggeredBy: "nina" };

  it("may go on where everything is as it was approved", () => {
    expect(judged({}, { run: byHand, review })).toMatchObject({
      decision: "allow",
      code: "approved",
    });
  });

  it("has to ask where the app said nothing", () => {
    expect(judged({}, { run: byHand })).toMatchObject({
      decision: "hold",
      code: "needs-approval",
    });
  });

  it.each<[string, Partial<WorkflowRun>, Partial<typeof review.reviewed>]>([
    ["attempt", { attempt: 2 }, {}],
    ["branch", { branch: "mallory" }, {}],
    ["workflow", { path: ".github/workflows/other.yml" }, {}],
    ["commit", {}, { commit: "d".repeat(40) }],
    ["digest", {}, { digest: `sha256:${"b".repeat(64)}` }],
    ["environment", {}, { environment: "staging" }],
  ])("is refused where its %s is another", (code, run, reviewed) => {
    const judgement = judged(
      {},
      {
        run: { ...byHand, ...run },
        review: { ...review, reviewed: { ...review.reviewed, ...reviewed } },
      },
    );
    expect(judgement).toMatchObject({
      decision: "refuse",
      code: "not-the-dispatch",
      flaws: [expect.objectContaining({ code })],
    });
  });
});

describe("a run that the app dispatched", () => {
  it("may go on where everything is as it was approved", () => {
    expect(judged({ claim: CLAIM })).toEqual({
      decision: "allow",
      code: "approved",
      overridden: [],
      experimentPath: "experiments/pod-failure.json",
      journalPath: "reports/chaos/pod-failure-journal.json",
    });
  });

  it.each<[string, Partial<WorkflowRun>, string]>([
    ["was started by a person", { triggeredBy: "mallory" }, "started-by"],
    [
      "was started by another workflow",
      { triggeredBy: "github-actions[bot]" },
      "started-by",
    ],
    [
      "was started by another App",
      { triggeredBy: "chaos-governor-2[bot]" },
      "started-by",
    ],
    ["was run again", { attempt: 2 }, "attempt"],
    ["is of another event", { event: "push" }, "event"],
    ["runs on another branch", { branch: "mallory" }, "branch"],
    [
      "runs another workflow",
      { path: ".github/workflows/other.yml" },
      "workflow",
    ],
    ["runs another commit", { commit: "d".repeat(40) }, "commit"],
  ])("is refused where it %s", (_, run, code) => {
    const judgement = judged({ claim: CLAIM }, { run: { ...RUN, ...run } });
    expect(judgement).toMatchObject({
      decision: "refuse",
      code: "not-the-dispatch",
      flaws: expect.arrayContaining([expect.objectContaining({ code })]),
    });
  });

  it.each<[string, Partial<Claim>, string]>([
    ["another digest", { digest: `sha256:${"b".repeat(64)}` }, "digest"],
    ["no digest", { digest: "" }, "digest"],
    ["another commit", { commit: "d".repeat(40) }, "commit"],
    ["no commit", { commit: "" }, "commit"],
  ])("is refused where %s was approved", (_, claim, code) => {
    expect(judged({ claim: { ...CLAIM, ...claim } })).toMatchObject({
      decision: "refuse",
      code: "not-the-dispatch",
      flaws: [{ code }],
    });
  });

  it("is refused where something else is checked out", () => {
    expect(judged({ claim: CLAIM }, { commit: "d".repeat(40) })).toMatchObject({
      code: "not-the-dispatch",
      flaws: [{ code: "commit", expected: COMMIT, found: "d".repeat(40) }],
    });
  });

  it("has to wait where the window has closed since", () => {
    const now = new Date("2026-03-09T08:46:00Z");
    expect(judged({ claim: CLAIM }, { now })).toMatchObject({
      decision: "hold",
      code: "closed-window",
      verdict: { opensAt: new Date("2026-03-09T17:00:00Z") },
    });
  });

  describe("in a closed window that people override", () => {
    const now = new Date("2026-03-09T12:00:00Z");
    const until = new Date("2026-03-09T12:30:00Z");
    const windows = { gate: "windows", until } as const;

    it("may go on until the override ends", () => {
      const world = { now, overridden: [windows] };
      expect(judged({ claim: CLAIM }, world)).toMatchObject({
        code: "approved",
        overridden: [windows],
      });
      expect(judged({ claim: CLAIM }, { ...world, now: until }).decision).toBe(
        "hold",
      );
    });

    it("has to wait where they override something else", () => {
      const overridden = [{ gate: "on_call", until } as const];
      expect(judged({ claim: CLAIM }, { now, overridden }).decision).toBe(
        "hold",
      );
    });

    it("may not go on where it is not the app's run, or the experiment is not valid", () => {
      const overridden = [windows];
      const run = { ...RUN, triggeredBy: "mallory" };
      expect(judged({ claim: CLAIM }, { now, overridden, run }).decision).toBe(
        "refuse",
      );
      expect(judged({}, { now, overridden }).code).toBe("needs-approval");
      const invalid = { policy: valid(["nothing-checked"]) };
      expect(
        judged({ claim: CLAIM }, { now, overridden, ...invalid }).decision,
      ).toBe("refuse");
    });
  });

  it("may go on where it is over by the time that the window closes", () => {
    const now = new Date("2026-03-09T08:45:00Z");
    expect(judged({ claim: CLAIM }, { now }).decision).toBe("allow");
  });

  it("is held to what it says in an environment without gates too", () => {
    const claim = { ...CLAIM, digest: "sha256:0" };
    expect(judged({ environment: "staging", claim })).toMatchObject({
      code: "not-the-dispatch",
    });
    expect(judged({ environment: "staging", claim: CLAIM }).decision).toBe(
      "allow",
    );
  });
});

describe("a run that a person started", () => {
  const run = { ...RUN, triggeredBy: "sarah" };

  it("needs approval where the policy has gates", () => {
    expect(judged({}, { run })).toEqual({
      decision: "hold",
      code: "needs-approval",
    });
  });

  it.each<[string, Partial<WorkflowRun>, string]>([
    ["by a schedule", { event: "schedule" }, "event"],
    ["on another branch", { branch: "try" }, "branch"],
    [
      "through another workflow",
      { path: ".github/workflows/nightly.yml" },
      "workflow",
    ],
  ])("can't ask for approval %s", (_, change, code) => {
    expect(judged({}, { run: { ...run, ...change } })).toMatchObject({
      decision: "refuse",
      code: "cannot-ask",
      flaws: [{ code }],
    });
  });

  it("may go on where the policy has no gates, from any branch", () => {
    expect(
      judged({ environment: "staging" }, { run: { ...run, branch: "try" } }),
    ).toMatchObject({ decision: "allow", code: "no-gates" });
  });
});

describe("validation", () => {
  it.each([undefined, CLAIM])(
    "can't be skipped where the policy has gates (%j)",
    (claim) => {
      expect(
        judged({ skipValidation: true, ...(claim && { claim }) }),
      ).toMatchObject({ decision: "refuse", code: "skip-validation" });
    },
  );

  it.each(["staging", "production"])(
    "stops an invalid experiment in %s, and opens no request for it",
    (environment) => {
      const read = valid(["missing-title"]);
      expect(judged({ environment }, { policy: read })).toMatchObject({
        decision: "refuse",
        code: "experiment-invalid",
        diagnostics: [{ code: "missing-title" }],
      });
    },
  );

  it("may be skipped where the policy has no gates", () => {
    expect(
      judged(
        { environment: "staging", skipValidation: true },
        { policy: valid(["missing-title"]) },
      ).decision,
    ).toBe("allow");
  });

  it("does not mind warnings", () => {
    const read = valid(["odd"]);
    if (read.state === "valid" && read.experiment.state === "found")
      for (const finding of read.experiment.diagnostics)
        finding.severity = "warning";
    expect(judged({ environment: "staging" }, { policy: read }).decision).toBe(
      "allow",
    );
  });
});

describe("nothing runs", () => {
  it("without a policy", () => {
    const read = { state: "missing", commit: COMMIT } as const;
    expect(judged({ environment: "staging" }, { policy: read })).toEqual({
      decision: "refuse",
      code: "policy-missing",
      branch: "main",
    });
  });

  it("with a broken policy", () => {
    const read = {
      state: "invalid",
      commit: COMMIT,
      diagnostics: [],
    } as const;
    expect(
      judged({ claim: CLAIM }, { policy: { ...read, diagnostics: [] } }),
    ).toMatchObject({ decision: "refuse", code: "policy-invalid" });
  });

  it("in an environment that the policy does not know", () => {
    expect(judged({ environment: "producton" })).toEqual({
      decision: "refuse",
      code: "unknown-environment",
      environment: "producton",
      known: ["staging", "production"],
      suggestion: "production",
    });
  });

  it("where there is no such experiment", () => {
    expect(
      judged(
        { claim: CLAIM },
        {
          policy: {
            state: "valid",
            commit: COMMIT,
            policy,
            experiment: { state: "unusable", reason: "There is none." },
          },
        },
      ),
    ).toEqual({
      decision: "refuse",
      code: "experiment-unusable",
      reason: "There is none.",
    });
  });
});
