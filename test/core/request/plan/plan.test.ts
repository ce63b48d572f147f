import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../../core/gate/fact.ts";
import type { RoleHolder } from "../../../../core/gate/facts.ts";
import { roleHolders } from "../../../../core/gate/role-holders.ts";
import type { RequestObservation } from "../../../../core/request/observation.ts";
import type { Trouble } from "../../../../core/request/status.ts";
import {
  kinds,
  minutes,
  NOON,
  outcomes,
  POLICY,
  RequestStory,
  RUN,
} from "../observation-builder.ts";

const hours = (count: number) => minutes(count * 60);
const at = (time: string) => new Date(time);

/** The workflow was asked for a moment ago. */
function started(): RequestStory {
  const story = new RequestStory().approved();
  story.look();
  return story;
}

/** The run was found and is followed. */
function running(run = RUN): RequestStory {
  const story = new RequestStory().approved();
  story.look();
  story.given({ run: { state: "found", run } });
  story.look();
  return story;
}

/** The policy's people, and lisa by a rota until then. */
function until(handsOverAt: Date, role: string): RoleHolder[] {
  return [
    ...roleHolders(POLICY),
    { role, person: "lisa", rank: "primary", handsOverAt },
  ];
}

describe("a request that is opened", () => {
  it("is pinned first, and then shows what it waits for", () => {
    const story = new RequestStory();
    const { effects, status } = story.look();
    expect(effects).toEqual([
      {
        kind: "pin",
        pin: {
          path: "experiments/database-pod-failure.json",
          digest: "sha256:aa",
          environment: "production",
          commit: "c1",
        },
      },
    ]);
    expect(status).toMatchObject({
      phase: "open",
      requester: "olivia",
      pin: { digest: "sha256:aa" },
      policyCommit: "c1",
      decision: { decision: "hold" },
    });
  });

  it("decides nothing before its pin is announced", () => {
    const story = new RequestStory({
      environment: "staging",
      requester: "olivia",
    });
    const { effects } = story.plan();
    expect(effects.map(({ kind }) => kind)).toEqual(["pin", "status"]);
  });

  it("is dispatched at once where the environment has no gates", () => {
    const story = new RequestStory({
      environment: "staging",
      requester: "olivia",
    });
    expect(kinds(story.look())).toEqual(["pin", "enter", "dispatch"]);
  });

  it("is dispatched once three roles approved, with everything that it was decided on", () => {
    const story = new RequestStory().approved();
    const { effects, status } = story.look();
    expect(kinds({ effects })).toEqual([
      "answer",
      "answer",
      "answer",
      "enter",
      "dispatch",
    ]);
    expect(effects[4]).toMatchObject({
      kind: "dispatch",
      workflow: "chaos-tests.yml",
      pin: { digest: "sha256:aa" },
      decision: { decision: "allow" },
    });
    expect(effects[3]).toMatchObject({ phase: "dispatching" });
    expect(status).toMatchObject({ phase: "dispatching" });
  });

  it("changes nothing when it is looked at again", () => {
    const story = new RequestStory().approved();
    story.look();
    expect(kinds(story.look())).toEqual([]);
  });
});

describe("who approves", () => {
  it("is told which roles the approval is for", () => {
    const story = new RequestStory();
    story.look();
    const one = story.says("Ahmed", "/chaos approve");
    const other = story.says("sarah", "/chaos approve as backend-lead");
    expect(outcomes(story.look())).toEqual([
      [one, { code: "approved", roles: ["incident-commander", "devops-lead"] }],
      [other, { code: "approved", roles: ["backend-lead"] }],
    ]);
  });

  it("may be a secondary who stands in", () => {
    const story = new RequestStory();
    story.look();
    story.says("mike", "/chaos approve as backend-lead");
    story.says("ahmed", "/chaos approve as devops-lead");
    expect(kinds(story.look())).not.toContain("dispatch");
    story.says("sarah", "/chaos approve as incident-commander");
    expect(kinds(story.look())).toContain("dispatch");
  });

  it.each([
    [
      "holds no role",
      "mallory",
      "/chaos approve",
      {
        code: "no-role",
        wanted: ["incident-commander", "backend-lead", "devops-lead"],
      },
    ],
    [
      "holds a role that nobody asks for",
      "john",
      "/chaos approve as dba",
      { code: "no-role" },
    ],
    [
      "names a role of somebody else",
      "mike",
      "/chaos approve as incident-commander",
      { code: "not-in-role", holders: ["ahmed", "sarah"] },
    ],
    [
      "names a role that there is not",
      "mike",
      "/chaos approve as devop-lead",
      { code: "unknown-role", role: "devop-lead", suggestion: "devops-lead" },
    ],
    [
      "writes it wrongly",
      "mike",
      "/chaos aprove",
      { code: "not-understood", problem: { suggestion: "/chaos approve" } },
    ],
  ])("is refused where the person %s", (_, author, body, outcome) => {
    const story = new RequestStory();
    story.look();
    const id = story.says(author, body);
    const looked = story.look();
    expect(outcomes(looked)).toMatchObject([[id, outcome]]);
    expect(story.approvedBy()).toEqual([]);
  });

  it("may not be the requester", () => {
    const story = new RequestStory({
      environment: "production",
      requester: "Sarah",
    });
    story.look();
    const id = story.says("sarah", "/chaos approve");
    expect(outcomes(story.look())).toEqual([[id, { code: "own-request" }]]);
  });

  it("is told the gravest of several outcomes, and what is right counts all the same", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("ahmed", "/chaos aprove\n/chaos approve");
    expect(outcomes(story.look())).toEqual([
      [id, expect.objectContaining({ code: "not-understood" })],
    ]);
    expect(story.approvedBy()).toEqual(["ahmed"]);
  });

  it("is not answered while it can't be learned who holds which role", () => {
    const story = new RequestStory();
    story.look();
    story.givenFacts({ holders: unknown("GitHub answered 503") });
    story.says("ahmed", "/chaos approve");
    const { effects, lookAgainAt } = story.look();
    expect(effects).toEqual([]);
    expect(lookAgainAt).toEqual(at("2026-03-03T12:05:00Z"));
  });

  it("is not heard by what the app itself wrote", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    story.given({
      comments: story.observation.comments.map((comment) => ({
        ...comment,
        ours: true,
      })),
    });
    expect(kinds(story.look())).toEqual([]);
  });
});

describe("an approval", () => {
  it("before the pin is bound to nothing", () => {
    const story = new RequestStory();
    const id = story.says("ahmed", "/chaos approve");
    expect(outcomes(story.look())).toEqual([[id, { code: "before-pin" }]]);
    expect(story.approvedBy()).toEqual([]);
  });

  it.each([
    ["the experiment", "c2", "sha256:bb", ["digest", "commit"]],
    ["only the commit", "c2", "sha256:aa", ["commit"]],
  ])("is void where %s changes", (_, commit, digest, changed) => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    story.says("sarah", "/chaos approve");
    story.look();
    story.pushed(commit, digest);
    const { effects } = story.look();
    expect(effects).toEqual([
      {
        kind: "pin",
        pin: expect.objectContaining({ commit, digest }),
        replaces: { pin: expect.objectContaining({ commit: "c1" }), changed },
      },
    ]);
    expect(story.approvedBy()).toEqual([]);
    story.says("mike", "/chaos approve");
    expect(kinds(story.look())).toEqual(["answer"]);
  });

  it("stays void where the change is taken back", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    story.pushed("c2", "sha256:bb").look();
    story.pushed("c1", "sha256:aa").look();
    expect(story.approvedBy()).toEqual([]);
  });

  it("that crosses with the change of the pin is told so", () => {
    const story = new RequestStory();
    story.look();
    story.pushed("c2", "sha256:bb");
    const id = story.says("ahmed", "/chaos approve");
    expect(outcomes(story.look())).toEqual([[id, { code: "before-pin" }]]);
  });

  it("for one environment is none for another", () => {
    const story = new RequestStory().approved();
    story.givenAsk({ environment: "staging" });
    story.givenFacts({ incidents: unknown("nobody asked") });
    const { effects } = story.look();
    expect(effects[0]).toMatchObject({
      replaces: { changed: ["environment"] },
    });
  });

  it("that is edited stops counting, and its author is told", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("ahmed", "/chaos approve");
    story.look();
    story.edits(id, "never mind");
    expect(outcomes(story.look())).toEqual([[id, { code: "edited" }]]);
    expect(story.approvedBy()).toEqual([]);
    expect(kinds(story.look())).toEqual([]);
  });

  it("can't be edited into a comment", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("ahmed", "nice");
    story.look();
    story.edits(id, "/chaos approve");
    expect(outcomes(story.look())).toEqual([[id, { code: "edited" }]]);
    expect(story.approvedBy()).toEqual([]);
  });

  it("is taken back by its author alone, and can be given again", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    story.says("sarah", "/chaos approve");
    const nothing = story.says("mike", "/chaos withdraw");
    const withdrawal = story.says("ahmed", "/chaos withdraw");
    expect(outcomes(story.look()).slice(2)).toEqual([
      [nothing, { code: "nothing-to-withdraw" }],
      [withdrawal, { code: "withdrawn" }],
    ]);
    expect(story.approvedBy()).toEqual(["sarah"]);
    story.edits(withdrawal, "I take that back");
    story.look();
    expect(story.approvedBy()).toEqual(["sarah"]);
    story.says("ahmed", "/chaos approve");
    expect(story.approvedBy()).toEqual(["ahmed", "sarah"]);
  });

  it("that is deleted was never given", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("ahmed", "/chaos approve");
    story.look();
    story.removes(id);
    story.look();
    expect(story.approvedBy()).toEqual([]);
  });

  it("does not come back where somebody deletes the word that took it back", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    const withdrawal = story.says("ahmed", "/chaos withdraw");
    story.look();
    story.removes(withdrawal);
    expect(story.approvedBy()).toEqual([]);
    story.look();
    story.says("sarah", "/chaos approve");
    expect(story.approvedBy()).toEqual(["sarah"]);
  });

  it("expires, and the request looks again at that moment", () => {
    const story = new RequestStory();
    story.look();
    story.says("ahmed", "/chaos approve");
    expect(story.look().lookAgainAt).toEqual(at("2026-03-04T12:00:00Z"));
    story.passes(hours(24));
    expect(story.look().lookAgainAt).toBeUndefined();
    expect(story.approvedBy()).toEqual([]);
  });

  it("in a role of a rota is waited for by looking at each hand-over, and every hour because people swap", () => {
    const story = new RequestStory();
    story.givenFacts({
      holders: known(until(at("2026-03-03T12:20:00Z"), "backend-lead")),
    });
    expect(story.look().lookAgainAt).toEqual(at("2026-03-03T12:20:00Z"));
    story.givenFacts({
      holders: known(until(at("2026-03-04T12:20:00Z"), "backend-lead")),
    });
    expect(story.look().lookAgainAt).toEqual(at("2026-03-03T13:00:00Z"));
    // A role that this environment does not ask for.
    story.givenFacts({
      holders: known(until(at("2026-03-03T12:20:00Z"), "dba")),
    });
    expect(story.look().lookAgainAt).toBeUndefined();
  });
});

describe("a window that is closed", () => {
  it("is waited for, and opens by itself", () => {
    const story = new RequestStory();
    story.now = at("2026-03-06T15:50:00Z");
    story.approved();
    const { status, lookAgainAt } = story.look();
    expect(status).toMatchObject({
      decision: { decision: "hold", opensAt: at("2026-03-07T00:00:00Z") },
    });
    expect(lookAgainAt).toEqual(at("2026-03-07T00:00:00Z"));
    story.now = at("2026-03-07T00:00:00Z");
    expect(kinds(story.look())).toContain("dispatch");
  });
});

describe("a request that is ended", () => {
  it("by a deny of somebody who would have to approve", () => {
    const story = new RequestStory().approved();
    const id = story.says("sarah", "/chaos deny not this week");
    const { effects, status } = story.look();
    expect(effects[0]).toEqual({
      kind: "enter",
      phase: "denied",
      because: "sarah denied it: not this week",
    });
    expect(outcomes({ effects }).at(-1)).toEqual([id, { code: "denied" }]);
    expect(effects.at(-1)).toEqual({ kind: "close", outcome: "not_planned" });
    expect(status).toMatchObject({
      phase: "denied",
      because: "sarah denied it: not this week",
    });
    expect(kinds({ effects })).not.toContain("dispatch");
  });

  it("not by a deny of somebody else", () => {
    const story = new RequestStory();
    story.look();
    const ids = ["john", "olivia"].map((who) =>
      story.says(who, "/chaos deny no"),
    );
    expect(outcomes(story.look())).toEqual(
      ids.map((id) => [id, expect.objectContaining({ code: "no-role" })]),
    );
  });

  it.each(["olivia", "john"])("by a cancel of %s", (author) => {
    const story = new RequestStory();
    story.look();
    const id = story.says(author, "/chaos cancel");
    const { effects, status } = story.look();
    expect(status).toMatchObject({
      phase: "cancelled",
      because: `${author} cancelled it.`,
    });
    expect(outcomes({ effects })).toEqual([[id, { code: "cancelled" }]]);
  });

  it("not by a cancel of a passer-by", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("mallory", "/chaos cancel");
    expect(outcomes(story.look())).toEqual([
      [id, { code: "not-allowed-to-cancel" }],
    ]);
  });

  it("by a hand that closes the issue", () => {
    const story = new RequestStory().approved();
    story.given({ issue: { ...story.observation.issue, open: false } });
    const { effects, status } = story.look();
    expect(kinds({ effects })).toEqual(["enter", "answer", "answer", "answer"]);
    expect(status).toMatchObject({
      phase: "cancelled",
      because: "The issue was closed by hand.",
    });
  });

  it("stays ended: opened again it is closed again, and who speaks to it is told", () => {
    const story = new RequestStory();
    story.look();
    story.says("olivia", "/chaos cancel");
    const { status } = story.look();
    story.given({ issue: { ...story.observation.issue, open: true } });
    const id = story.says("ahmed", "/chaos approve");
    const looked = story.look();
    expect(outcomes(looked)).toEqual([[id, { code: "over" }]]);
    expect(kinds(looked)).toEqual(["answer", "close"]);
    expect(looked.status).toEqual(status);
    expect(kinds(story.look())).toEqual([]);
  });

  it("is finished by the next look where one was interrupted after the phase was entered", () => {
    const story = new RequestStory();
    story.look();
    const id = story.says("mike", "/chaos deny no");
    story.givenRecord({ phase: "denied", because: "mike denied it: no" });
    const { effects, status } = story.look();
    expect(outcomes({ effects })).toEqual([[id, { code: "denied" }]]);
    expect(kinds({ effects })).toEqual(["answer", "close"]);
    expect(status).toMatchObject({ because: "mike denied it: no" });
  });

  it("is not started while it can't be told whether somebody may end it", () => {
    const story = new RequestStory({
      environment: "staging",
      requester: "olivia",
    });
    story.says("mike", "/chaos deny wait");
    story.givenFacts({ holders: unknown("GitHub answered 503") });
    const { effects, status } = story.look();
    expect(effects).toEqual([]);
    expect(status?.trouble).toEqual({
      code: "unreachable",
      what: "who holds which role",
      reason: "GitHub answered 503",
    });
  });
});

describe("a request that can never be", () => {
  it.each([
    [
      "an environment that the policy does not know",
      {
        ok: true,
        skipValidation: false,
        ask: { experiment: "x", environment: "prodution", reason: "" },
      },
      "has no environment prodution; it has staging, production. Was production meant?",
    ],
    [
      "validation to be skipped where there are gates",
      {
        ok: true,
        skipValidation: true,
        ask: { experiment: "x", environment: "production", reason: "" },
      },
      "production has gates, which nobody can skip",
    ],
  ] as const)("is refused: %s", (_, ask, because) => {
    const story = new RequestStory().given({ ask });
    const { effects, status } = story.look();
    expect(kinds({ effects })).toEqual(["enter", "close"]);
    expect(status).toMatchObject({
      phase: "refused",
      because: expect.stringContaining(because),
    });
  });

  it("is refused where the requester may not write", () => {
    const story = new RequestStory().given({
      requesterMayWrite: { known: true, value: false },
    });
    expect(story.look().status).toMatchObject({
      phase: "refused",
      because: expect.stringContaining("olivia may not ask"),
    });
  });

  it("may ask to skip validation where nothing is validated", () => {
    const story = new RequestStory({
      environment: "staging",
      requester: "olivia",
    });
    const { ask } = story.observation;
    if (ask.ok) story.given({ ask: { ...ask, skipValidation: true } });
    expect(kinds(story.look())).toContain("dispatch");
  });
});

describe("a request in trouble", () => {
  const reason = "GitHub answered 503";
  it.each<[string, Partial<RequestObservation>, Partial<Trouble>]>([
    [
      "a broken policy",
      { policy: { state: "invalid", commit: "c1", diagnostics: [] } },
      { code: "policy-invalid" },
    ],
    [
      "no policy",
      { policy: { state: "missing", commit: "c1" } },
      { code: "policy-missing" },
    ],
    [
      "a policy out of reach",
      { policy: { state: "unreachable", reason } },
      { code: "unreachable", what: "the policy", reason },
    ],
    [
      "an experiment that can't be used",
      { experiment: { state: "unusable", reason: "no such file" } },
      { code: "experiment-unusable", reason: "no such file" },
    ],
    [
      "an experiment out of reach",
      { experiment: { state: "unreachable", reason } },
      { code: "unreachable", what: "the experiment" },
    ],
    [
      "a form that can't be read",
      { ask: { ok: false, problem: "empty" } },
      { code: "ask-unreadable", problem: "empty" },
    ],
    [
      "a permission out of reach",
      { requesterMayWrite: { known: false, reason } },
      { code: "unreachable", what: "the permission of olivia" },
    ],
  ])(
    "%s: nothing is dispatched, and the request says why",
    (_, change, trouble) => {
      const story = new RequestStory().approved();
      const { experiment, policy, ask, requesterMayWrite } = story.observation;
      const { effects, status, lookAgainAt } = story.given(change).look();
      expect(kinds({ effects })).not.toContain("dispatch");
      expect(status).toMatchObject({ phase: "open", trouble });
      expect(lookAgainAt).toEqual(
        trouble.code === "unreachable" ? at("2026-03-03T12:05:00Z") : undefined,
      );
      story.given({ experiment, policy, ask, requesterMayWrite });
      expect(kinds(story.look())).toContain("dispatch");
    },
  );

  it("answers an approval with the trouble where the policy can't be used", () => {
    const story = new RequestStory();
    story.look();
    story.given({ policy: { state: "missing", commit: "c1" } });
    const id = story.says("ahmed", "/chaos approve");
    expect(outcomes(story.look())).toEqual([[id, { code: "policy-unusable" }]]);
  });

  it("can be cancelled by its requester all the same", () => {
    const story = new RequestStory().given({
      policy: { state: "missing", commit: "c1" },
    });
    story.says("olivia", "/chaos cancel");
    expect(story.look().status).toMatchObject({ phase: "cancelled" });
  });

  it("looks again where a gate could not be asked or failed", () => {
    const story = new RequestStory();
    story.givenFacts({ incidents: unknown(reason) });
    expect(story.look().lookAgainAt).toEqual(
      new Date(NOON.getTime() + minutes(5)),
    );
    story.pushed("c1");
    story.givenFacts({ stagingRuns: { known: true, value: [], evidence: [] } });
    expect(story.look().lookAgainAt).toEqual(
      new Date(NOON.getTime() + minutes(15)),
    );
  });
});

describe("a workflow that was asked for", () => {
  it("is not asked for again while its run may still show up", () => {
    const story = started().passes(minutes(2) - 1);
    const { effects, lookAgainAt } = story.look();
    expect(effects).toEqual([]);
    expect(lookAgainAt).toEqual(new Date(story.now.getTime() + 10_000));
  });

  it("is asked for again where no run showed up in two minutes, counted from the last time", () => {
    const story = started().passes(minutes(2));
    expect(kinds(story.look())).toEqual(["dispatch"]);
    story.passes(minutes(1));
    expect(kinds(story.look())).toEqual([]);
    story.passes(minutes(1));
    expect(kinds(story.look())).toEqual(["dispatch"]);
  });

  it("is asked for at once where the intent was written and nothing more", () => {
    const story = new RequestStory().approved();
    story.givenRecord({
      dispatch: { correlation: "c0ffee", intendedAt: NOON, attempts: 0 },
    });
    expect(kinds(story.look()).slice(-2)).toEqual(["enter", "dispatch"]);
  });

  it("is not asked for again where the gates are closed by then", () => {
    const story = started().passes(minutes(3));
    story.givenFacts({ incidents: unknown("GitHub answered 503") });
    const { effects, status } = story.look();
    expect(effects).toEqual([]);
    expect(status).toMatchObject({
      phase: "dispatching",
      decision: { decision: "hold" },
    });
  });

  it("needs new approvals where something changed by then", () => {
    const story = started().passes(minutes(3));
    story.pushed("c2", "sha256:bb");
    expect(kinds(story.look())).toEqual(["pin"]);
    for (const person of ["ahmed", "sarah", "mike"])
      story.says(person, "/chaos approve");
    expect(kinds(story.look())).toContain("dispatch");
  });

  it("keeps a cancel until there is a run to stop, or surely none", () => {
    const story = started();
    story.says("olivia", "/chaos cancel");
    expect(kinds(story.look())).toEqual([]);
    story.passes(minutes(2));
    expect(story.look().status).toMatchObject({ phase: "cancelled" });
  });

  it("takes no approvals any more", () => {
    const story = started();
    const ids = ["approve", "withdraw"].map((word) =>
      story.says("sarah", `/chaos ${word}`),
    );
    expect(outcomes(story.look())).toEqual(
      ids.map((id) => [id, { code: "already-started" }]),
    );
  });

  it("starts nothing else while its run can't be looked at", () => {
    const story = started().passes(hours(1));
    story.given({
      run: { state: "unreachable", reason: "GitHub answered 503" },
    });
    const { effects, status, lookAgainAt } = story.look();
    expect(effects).toEqual([]);
    expect(status).toMatchObject({
      phase: "dispatching",
      trouble: { code: "unreachable", what: "the workflow run" },
    });
    expect(lookAgainAt).toEqual(new Date(story.now.getTime() + minutes(1)));
  });
});

describe("a run", () => {
  it("is recorded when it is found, and followed", () => {
    const story = new RequestStory().approved();
    story.look();
    story.given({ run: { state: "found", run: RUN } });
    const { effects, status, lookAgainAt } = story.look();
    expect(effects).toEqual([
      { kind: "record-run", run: RUN },
      {
        kind: "confirm-run",
        run: RUN,
        pin: story.observation.record.pins.at(-1),
      },
      {
        kind: "enter",
        phase: "running",
        because: "The workflow run 9000000001 was found.",
      },
    ]);
    expect(status).toMatchObject({ phase: "running", run: RUN });
    expect(lookAgainAt).toEqual(new Date(NOON.getTime() + 10_000));
    story.given({
      run: { state: "found", run: { ...RUN, status: "in_progress" } },
    });
    // The policy blocks on incidents, so that they are watched.
    expect(story.look().lookAgainAt).toEqual(new Date(NOON.getTime() + 10_000));
  });

  it("of another commit than the approved one is stopped, and its request ended with the reason", () => {
    const story = new RequestStory().approved();
    story.look();
    story.given({ run: { state: "found", run: RUN, strayed: "badc0de" } });
    expect(story.plan().effects[0]).toEqual({ kind: "cancel-run", run: RUN });
    const { effects, status } = story.look();
    expect(effects).toEqual([
      { kind: "remove-tag", tag: expect.stringMatching(/-c0ffee$/) },
      {
        kind: "enter",
        phase: "refused",
        because: expect.stringMatching(/commit badc0de.*moved the tag/),
      },
      { kind: "close", outcome: "not_planned" },
    ]);
    expect(status).toMatchObject({ phase: "refused" });
  });

  it("that no tag could be made for says so", () => {
    const story = running();
    story.given({ run: { state: "found", run: RUN, untagged: true } });
    expect(story.look().status).toMatchObject({ run: RUN, untagged: true });
  });

  it("is waited for until its journal was judged", () => {
    const story = running({
      ...RUN,
      status: "completed",
      conclusion: "success",
    });
    const { effects, status, lookAgainAt } = story.look();
    expect(effects).toEqual([]);
    expect(status).toMatchObject({ phase: "running" });
    expect(lookAgainAt).toEqual(new Date(NOON.getTime() + 30_000));
  });

  it.each([
    ["held", "completed"],
    ["deviated", "not_planned"],
    ["dry", "not_planned"],
    ["failed", "not_planned"],
  ] as const)("that %s closes the issue as %s", (verdict, outcome) => {
    const run = { ...RUN, status: "completed" as const, conclusion: "success" };
    const judgement = { verdict, reason: "because" };
    const story = running().given({ run: { state: "found", run, judgement } });
    const { effects, status } = story.look();
    expect(effects).toEqual([
      { kind: "judge", run, judgement },
      { kind: "remove-tag", tag: expect.stringMatching(/-c0ffee$/) },
      {
        kind: "enter",
        phase: "finished",
        because: `The run was judged: ${verdict}.`,
      },
      { kind: "close", outcome },
    ]);
    expect(status).toMatchObject({ phase: "finished", run, judgement });
    const again = story.look();
    expect(again).toEqual({
      effects: [],
      status,
      called: [],
      lookAgainAt: undefined,
    });
    story.given({ issue: { ...story.observation.issue, open: true } });
    expect(story.look().effects).toEqual([{ kind: "close", outcome }]);
  });

  it.each([
    ["olivia", "/chaos cancel"],
    ["sarah", "/chaos deny stop it"],
  ])("is stopped where %s says %s, once, and still judged", (author, body) => {
    const story = running();
    const id = story.says(author, body);
    const { effects } = story.look();
    expect(effects).toEqual([
      {
        kind: "cancel-run",
        run: RUN,
        because: { code: "command", person: author },
      },
      {
        kind: "answer",
        answer: { commentId: id, author, outcome: { code: "cancelled" } },
      },
    ]);
    const judgement = { verdict: "interrupted" as const, reason: "cancelled" };
    const run = {
      ...RUN,
      status: "completed" as const,
      conclusion: "cancelled",
    };
    story.given({ run: { state: "found", run, judgement } });
    expect(story.look().status).toMatchObject({ phase: "finished", judgement });
  });

  it("is not stopped by a passer-by", () => {
    const story = running();
    story.says("mallory", "/chaos cancel");
    expect(kinds(story.look())).toEqual(["answer"]);
  });

  it("goes on where the issue is closed by hand", () => {
    const story = running();
    story.given({ issue: { ...story.observation.issue, open: false } });
    expect(story.look()).toMatchObject({
      effects: [],
      status: { phase: "running" },
    });
  });

  it("that is gone leaves the request waiting, with the reason", () => {
    const story = running().given({ run: { state: "none" } });
    expect(story.look().status).toMatchObject({
      phase: "running",
      trouble: { reason: "it is not there any more" },
    });
  });
});

describe("help and recheck", () => {
  it("are for everybody", () => {
    const story = new RequestStory();
    const ids = ["help", "recheck"].map((word) =>
      story.says("mallory", `/chaos ${word}`),
    );
    expect(outcomes(story.look())).toEqual([
      [ids[0], { code: "help" }],
      [ids[1], { code: "rechecked" }],
    ]);
  });

  it("leave `/chaos run` to whom it is said", () => {
    const story = new RequestStory();
    story.says("mallory", "/chaos run database-pod-failure in production");
    story.says("mallory", "/chaos run it");
    expect(outcomes(story.look())).toEqual([]);
  });
});

describe("whatever people without a role say", () => {
  const nobodies = [
    "mallory",
    "olivia",
    "john",
    "chaos-governor[bot]",
    "AHMED-2",
  ];
  const line = fc.oneof(
    fc.constantFrom(
      "/chaos approve",
      "/chaos approve as incident-commander",
      "/chaos approve as backend-lead",
      "/chaos approve as devops-lead",
      "/chaos withdraw",
      "/chaos recheck",
      "/chaos deny no",
      "> /chaos approve",
    ),
    fc.string(),
  );
  const comment = fc.record({
    author: fc.constantFrom(...nobodies),
    body: fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n")),
    edited: fc.boolean(),
  });

  it("nothing is dispatched, and the plan comes to rest", () => {
    fc.assert(
      fc.property(fc.array(comment, { maxLength: 12 }), (comments) => {
        const story = new RequestStory();
        story.look();
        for (const { author, body, edited } of comments) {
          const id = story.says(author, body);
          if (edited) story.edits(id, body);
        }
        expect(kinds(story.look())).not.toContain("dispatch");
        expect(kinds(story.look())).toEqual([]);
      }),
    );
  });

  it("one of three roles missing is enough, whoever else approves", () => {
    const roles =
      POLICY.environments["production"]?.gates.approvals?.roles ?? [];
    fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.array(comment, { maxLength: 6 }),
        (missing, comments) => {
          const story = new RequestStory();
          story.look();
          for (const role of roles.filter((one) => one !== missing))
            story.says(
              POLICY.roles[role]?.primary ?? "",
              `/chaos approve as ${role}`,
            );
          for (const { author, body } of comments) story.says(author, body);
          expect(kinds(story.look())).not.toContain("dispatch");
        },
      ),
    );
  });
});
