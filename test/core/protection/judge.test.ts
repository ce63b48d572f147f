import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../core/policy/parse.ts";
import { judgeProtection } from "../../../core/protection/judge.ts";
import type {
  ProtectionObservation,
  RunRequest,
} from "../../../core/protection/observation.ts";
import { PHASES, isOver } from "../../../core/request/request.ts";

const COMMIT = "1".repeat(40);

function policyOf(environments: string): ProtectionObservation["policy"] {
  const parsed = parsePolicy(`
version: 1
roles: { devops-lead: { primary: mike } }
environments: ${environments}
`);
  if (!parsed.ok) throw new Error("the test's policy is wrong");
  return { state: "valid", commit: COMMIT, policy: parsed.policy };
}

const POLICY = policyOf(`
  staging: { workflow: chaos.yml }
  production: { workflow: chaos.yml, gates: { approvals: { roles: [devops-lead] } } }
`);

const PIN = {
  path: "experiments/a.json",
  digest: "sha256:1",
  environment: "production",
  commit: COMMIT,
  announcedBy: 1,
};

/** A request whose run is the one that waits, started by the app. */
const DISPATCHED: RunRequest = {
  issue: 12,
  phase: "running",
  isItsRun: true,
  pin: PIN,
};

/** The same, where somebody started the run by hand and it waited for the request. */
const HELD: RunRequest = { ...DISPATCHED, holds: { run: 99, attempt: 1 } };

const RUN: ProtectionObservation["run"] = {
  id: 99,
  attempt: 1,
  commit: COMMIT,
  triggeredBy: "chaos-governor[bot]",
};

const RIGHT: ProtectionObservation = {
  environment: "production",
  run: RUN,
  policy: POLICY,
  asked: { experiment: "a.json", environment: "production" },
  bearsId: true,
  request: DISPATCHED,
};

function judged(changed: Partial<ProtectionObservation>) {
  return judgeProtection({ ...RIGHT, ...changed });
}

function withoutRequest(changed: Partial<ProtectionObservation> = {}) {
  const { request: _, ...rest } = RIGHT;
  return judgeProtection({ ...rest, ...changed });
}

function withoutAsked(changed: Partial<ProtectionObservation> = {}) {
  const { asked: _, ...rest } = RIGHT;
  return judgeProtection({ ...rest, ...changed });
}

const BY_HAND = { ...RUN, triggeredBy: "mallory" };

describe("who is let into an environment", () => {
  it.each([
    ["the run that the app started for an approved request", {}],
    [
      "the run that somebody started and a request let go on",
      { request: HELD, run: BY_HAND },
    ],
    [
      "a run for the same environment in other letters",
      { environment: "Production" },
    ],
  ])("%s", (_, changed) => {
    expect(judged(changed)).toEqual({
      answer: "approved",
      reason: { code: "approved", issue: 12 },
    });
  });

  it("anybody, where the policy asks for nothing", () => {
    expect(
      withoutAsked({ environment: "staging", run: { ...BY_HAND, attempt: 7 } }),
    ).toEqual({ answer: "approved", reason: { code: "no-gates" } });
  });
});

describe("who is rejected", () => {
  it("whoever names an environment that the policy does not know", () => {
    expect(judged({ environment: "test" })).toEqual({
      answer: "rejected",
      reason: {
        code: "unknown-environment",
        known: ["staging", "production"],
      },
    });
  });

  it("what runs no experiment", () => {
    expect(withoutAsked()).toMatchObject({
      answer: "rejected",
      reason: { code: "not-an-experiment", workflow: "chaos.yml" },
    });
  });

  it("what asked for another environment than it wants to enter", () => {
    expect(
      judged({ asked: { experiment: "a.json", environment: "staging" } }),
    ).toMatchObject({ reason: { code: "not-an-experiment" } });
  });

  it.each([DISPATCHED, HELD])("a run that is run again", (request) => {
    expect(judged({ request, run: { ...RUN, attempt: 2 } })).toEqual({
      answer: "rejected",
      reason: { code: "run-again", attempt: 2 },
    });
  });

  it("a run with the id of a request that nobody knows", () => {
    expect(withoutRequest()).toEqual({
      answer: "rejected",
      reason: { code: "not-ours" },
    });
  });

  it.each(PHASES.filter((phase) => isOver(phase)))(
    "the run of a request that is %s",
    (phase) => {
      const request = { ...DISPATCHED, phase, because: "of something" };
      expect(judged({ request })).toEqual({
        answer: "rejected",
        reason: { code: "over", issue: 12, phase, because: "of something" },
      });
    },
  );

  it.each<[string, Partial<ProtectionObservation>]>([
    ["run", { request: { ...HELD, holds: { run: 98, attempt: 1 } } }],
    ["run", { request: { ...HELD, holds: { run: 99, attempt: 2 } } }],
    ["starter", { run: BY_HAND }],
    ["starter", { run: { ...RUN, triggeredBy: "bot" } }],
    ["commit", { run: { ...RUN, commit: "2".repeat(40) } }],
    [
      "environment",
      {
        request: {
          ...DISPATCHED,
          pin: { ...PIN, environment: "staging" },
        },
      },
    ],
  ])("what differs from what was approved in its %s", (difference, changed) => {
    expect(judged(changed)).toEqual({
      answer: "rejected",
      reason: { code: "not-what-was-approved", issue: 12, what: [difference] },
    });
  });

  it("a run of a request in which nothing is pinned", () => {
    const { pin: _, ...request } = DISPATCHED;
    expect(judged({ request })).toMatchObject({
      reason: { what: ["commit", "environment"] },
    });
  });

  it("what was not approved, halted or not", () => {
    expect(judged({ halt: 5, run: BY_HAND })).toMatchObject({
      answer: "rejected",
    });
  });
});

describe("who waits", () => {
  it.each<[string, ProtectionObservation["policy"]]>([
    ["policy-missing", { state: "missing", commit: COMMIT }],
    ["policy-invalid", { state: "invalid", commit: COMMIT, diagnostics: [] }],
    ["policy-unreachable", { state: "unreachable", reason: "no answer" }],
  ])("everybody, while there is no policy (%s)", (code, policy) => {
    expect(judged({ policy })).toMatchObject({
      answer: "wait",
      reason: { code },
    });
    expect(withoutAsked({ policy })).toMatchObject({ answer: "wait" });
  });

  it("whose request is not decided", () => {
    expect(judged({ request: { ...HELD, isItsRun: false } })).toEqual({
      answer: "wait",
      reason: { code: "asked", issue: 12 },
    });
  });

  it("who is approved, while experiments are halted", () => {
    expect(judged({ halt: 5 })).toEqual({
      answer: "wait",
      reason: { code: "halted", issue: 5 },
    });
  });
});

describe("for whom a request is opened", () => {
  it("a run that somebody started by hand", () => {
    expect(withoutRequest({ bearsId: false, run: BY_HAND })).toEqual({
      answer: "ask",
      experiment: "a.json",
      environment: "production",
    });
  });

  it("not one that is run again", () => {
    expect(
      withoutRequest({ bearsId: false, run: { ...BY_HAND, attempt: 2 } }),
    ).toMatchObject({ answer: "rejected" });
  });
});
