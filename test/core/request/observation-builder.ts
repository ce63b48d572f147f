import { known } from "../../../core/gate/fact.ts";
import type { GateFacts, RoleHolder } from "../../../core/gate/facts.ts";
import type { DecisionRecord } from "../../../core/gate/recorded/record.ts";
import { renderCall } from "../../../core/render/call.ts";
import { roleHolders } from "../../../core/gate/role-holders.ts";
import { renderOverride } from "../../../core/render/override.ts";
import { stopSentence } from "../../../core/render/stop.ts";
import { policySchema } from "../../../core/policy/schema.ts";
import type { AnswerOutcome } from "../../../core/request/answer.ts";
import type { Effect, Plan } from "../../../core/request/effect.ts";
import type {
  Comment,
  RequestObservation,
} from "../../../core/request/observation.ts";
import { plan } from "../../../core/request/plan/plan.ts";
import type { RequestRun } from "../../../core/request/request.ts";
import type { StatusView } from "../../../core/request/status.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A Tuesday at noon, in no blackout. */
export const NOON = new Date("2026-03-03T12:00:00Z");

export const POLICY = policySchema.parse({
  version: 1,
  roles: {
    "incident-commander": { primary: "ahmed", secondary: "sarah" },
    "backend-lead": { primary: "sarah", secondary: "mike" },
    "devops-lead": { primary: "mike", secondary: "ahmed" },
    dba: { primary: "john", secondary: "lisa" },
  },
  environments: {
    staging: { workflow: "chaos-tests.yml" },
    production: {
      workflow: "chaos-tests.yml",
      gates: {
        approvals: {
          roles: ["incident-commander", "backend-lead", "devops-lead"],
          expire_after: "24h",
        },
        staging_passed: { environment: "staging", within: "7d" },
        windows: {
          blackout: [{ days: ["fri"], from: "16:00", to: "24:00" }],
          expected_duration: "15m",
        },
        recent_incidents: { none_within: "7d", severities: ["SEV-1", "SEV-2"] },
        error_budget: {
          remaining_above: "50%",
          slos: [{ source: "prometheus", sloth: "studio-hub" }],
        },
        on_call: { roles: ["incident-commander"] },
      },
    },
  },
});

const HOLDERS: RoleHolder[] = roleHolders(POLICY);

export const RUN: RequestRun = {
  id: 9_000_000_001,
  attempt: 1,
  url: "https://github.test/odavl/studio-hub/actions/runs/9000000001",
  status: "queued",
};

const DIGEST = "sha256:aa";

/** Facts with which every gate passes but the approvals. */
function goodFacts(digest: string): GateFacts {
  return {
    halts: known([]),
    ask: known({ experiment: "shop", environment: "production" }),
    experiment: known({ digest, errors: 0 }),
    request: known({ requester: "olivia", openedAt: NOON, digest }),
    holders: known(HOLDERS),
    approvals: known([]),
    overrides: known([]),
    stagingRuns: known([
      {
        digest,
        environment: "staging",
        verdict: "held",
        endedAt: new Date(NOON.getTime() - DAY),
      },
    ]),
    incidents: known([]),
    errorBudgets: known([{ slo: "studio-hub", remaining: known(0.9) }]),
    onCall: known([
      {
        role: "incident-commander",
        shifts: known([{ person: "ahmed" }]),
      },
    ]),
    steadyState: known([]),
    chaosRuns: known([]),
    deployments: known([]),
    calendars: known([]),
  };
}

/** What was done to the world in one look, and when it wants to look again. */
export interface Looked {
  /** Everything that was applied, but for the status, the record of the decision and calls. */
  effects: Effect[];
  status: StatusView | undefined;
  /** Who was called to approve, call by call. */
  called: string[][];
  lookAgainAt: Date | undefined;
}

/**
 * One request and the little of the world around it, in which effects happen at once. People do things to it, `look`
 * does what the reconciler does: plan, apply, and again until nothing is left to do.
 */
export class RequestStory {
  observation: RequestObservation;
  now = new Date(NOON);
  /** Of the latest decision. */
  record: DecisionRecord | undefined;
  #ids = 100;

  constructor(ask = { environment: "production", requester: "olivia" }) {
    this.observation = {
      repository: { owner: "odavl", name: "studio-hub", defaultBranch: "main" },
      issue: {
        number: 12,
        open: true,
        url: "https://github.test/odavl/studio-hub/issues/12",
      },
      record: {
        requester: ask.requester,
        openedAt: NOON,
        phase: "open",
        pins: [],
        answers: new Map(),
      },
      ask: {
        ok: true,
        ask: {
          experiment: "database-pod-failure",
          environment: ask.environment,
          reason: "game day",
        },
        skipValidation: false,
      },
      requesterMayWrite: { known: true, value: true },
      policy: { state: "valid", commit: "c1", policy: POLICY },
      head: "c1",
      others: [],
      experiment: {
        state: "found",
        path: "experiments/database-pod-failure.json",
        digest: DIGEST,
        diagnostics: [],
      },
      comments: [],
      facts: goodFacts(DIGEST),
      run: { state: "none" },
      watch: [],
    };
  }

  /** Somebody comments; answers with the comment's id. */
  says(author: string, body: string): number {
    return this.#comment({ author, body, ours: false });
  }

  edits(id: number, body: string): void {
    this.#change({
      comments: this.observation.comments.map((comment) =>
        comment.id === id ? { ...comment, body, edited: true } : comment,
      ),
    });
  }

  removes(id: number): void {
    const { comments } = this.observation;
    this.#change({ comments: comments.filter((comment) => comment.id !== id) });
  }

  /** Something in the world becomes different. */
  given(change: Partial<RequestObservation>): this {
    this.#change(change);
    return this;
  }

  givenFacts(facts: Partial<GateFacts>): this {
    return this.given({ facts: { ...this.observation.facts, ...facts } });
  }

  /** Asks for something else than before. */
  givenAsk(ask: Partial<{ experiment: string; environment: string }>): this {
    const { observation } = this;
    if (!observation.ask.ok) throw new Error("the request can't be read");
    return this.given({
      ask: { ...observation.ask, ask: { ...observation.ask.ask, ...ask } },
    });
  }

  givenRecord(record: Partial<RequestObservation["record"]>): this {
    return this.given({ record: { ...this.observation.record, ...record } });
  }

  /** The default branch moves on, with the experiment changed or not. */
  pushed(commit: string, digest = DIGEST): this {
    return this.given({
      head: commit,
      policy: { state: "valid", commit, policy: POLICY },
      experiment: {
        state: "found",
        path: "experiments/database-pod-failure.json",
        digest,
        diagnostics: [],
      },
      facts: goodFacts(digest),
    });
  }

  passes(milliseconds: number): this {
    this.now = new Date(this.now.getTime() + milliseconds);
    return this;
  }

  plan(): Plan {
    return plan(this.observation, this.now);
  }

  /** The same request in a world of its own, where something else may happen from here on. */
  copy(): RequestStory {
    const copy = new RequestStory();
    copy.observation = this.observation;
    copy.now = this.now;
    copy.#ids = this.#ids;
    return copy;
  }

  /** One effect happens, as where the app dies after it. */
  performs(effect: Effect): void {
    if (effect.kind !== "status" && effect.kind !== "record-decision")
      this.#apply(effect);
  }

  look(): Looked {
    const effects: Effect[] = [];
    const called: string[][] = [];
    let status: StatusView | undefined;
    for (let round = 0; round < 10; round++) {
      const planned = this.plan();
      const changes = planned.effects.filter(changesSomething);
      for (const effect of planned.effects) {
        if (effect.kind === "status") status = effect.view;
        else if (effect.kind === "record-decision") this.record = effect.record;
        else {
          if (effect.kind === "call") called.push(effect.people);
          this.#apply(effect);
        }
      }
      effects.push(...changes);
      if (changes.length === 0)
        return { effects, status, called, lookAgainAt: planned.lookAgainAt };
    }
    throw new Error("the plan never comes to rest");
  }

  /** The three roles approve, and the loop has seen it. */
  approved(): this {
    this.look();
    for (const person of ["ahmed", "sarah", "mike"])
      this.says(person, "/chaos approve");
    return this;
  }

  /** Whose approvals count now, by name. */
  approvedBy(): string[] {
    const status = this.plan().effects.find(({ kind }) => kind === "status");
    const verdicts =
      status?.kind === "status" ? status.view.decision?.verdicts : [];
    return (verdicts ?? [])
      .flatMap((verdict) =>
        verdict.gate === "approvals" && "covered" in verdict.values
          ? verdict.values.covered.map(({ person }) => person)
          : [],
      )
      .toSorted();
  }

  #change(change: Partial<RequestObservation>): void {
    this.observation = { ...this.observation, ...change };
  }

  #comment(comment: Pick<Comment, "author" | "body" | "ours">): number {
    this.#ids += 1;
    const id = this.#ids;
    const { issue, comments } = this.observation;
    const written: Comment = {
      ...comment,
      id,
      createdAt: this.now,
      edited: false,
      url: `${issue.url}#issuecomment-${String(id)}`,
    };
    this.#change({ comments: [...comments, written] });
    return id;
  }

  #apply(
    effect: Exclude<Effect, { kind: "status" | "record-decision" }>,
  ): void {
    const { record, issue, run } = this.observation;
    switch (effect.kind) {
      case "pin": {
        const announcedBy = this.#comment({
          author: "chaos-governor[bot]",
          body: "pinned",
          ours: true,
        });
        const pin = { ...effect.pin, announcedBy };
        this.givenRecord({ pins: [...record.pins, pin] });
        break;
      }
      case "answer": {
        const { commentId, outcome } = effect.answer;
        const answers = new Map(record.answers).set(commentId, outcome.code);
        this.givenRecord({ answers });
        break;
      }
      case "call":
        this.#comment({
          author: "chaos-governor[bot]",
          body: renderCall(effect, { repository: "https://github.test" }),
          ours: true,
        });
        break;
      case "enter":
        this.givenRecord({ phase: effect.phase, because: effect.because });
        break;
      case "dispatch":
        this.givenRecord({
          dispatch: {
            correlation: "c0ffee",
            intendedAt: record.dispatch?.intendedAt ?? this.now,
            attempts: (record.dispatch?.attempts ?? 0) + 1,
            attemptedAt: this.now,
          },
        });
        break;
      case "review-deployment":
        this.given({ run: { state: "found", run: effect.run } });
        break;
      case "announce-override":
        this.#comment({
          author: "chaos-governor[bot]",
          body: renderOverride(effect),
          ours: true,
        });
        break;
      case "confirm-run":
      case "remove-tag":
        break;
      case "close":
        this.given({ issue: { ...issue, open: false } });
        break;
      case "judge":
        if (run.state === "found")
          this.given({ run: { ...run, judgement: effect.judgement } });
        break;
      case "cancel-run":
        if (effect.because && record.dispatch) {
          const stopped = {
            because: stopSentence(effect.because),
            at: this.now,
          };
          this.givenRecord({ dispatch: { ...record.dispatch, stopped } });
        }
        break;
      case "watched":
        if (record.dispatch)
          this.givenRecord({
            dispatch: { ...record.dispatch, watchedAt: this.now },
          });
        break;
      case "record-run":
        break;
    }
  }
}

/** Whether another look may lead to another plan. */
function changesSomething(effect: Effect): boolean {
  if (effect.kind === "cancel-run") return effect.because !== undefined;
  return !["status", "record-decision", "call", "watched"].includes(
    effect.kind,
  );
}

export function kinds({ effects }: { effects: Effect[] }): string[] {
  return effects.map(({ kind }) => kind);
}

/** What each answered comment was told. */
export function outcomes({
  effects,
}: {
  effects: Effect[];
}): [number, AnswerOutcome][] {
  return effects.flatMap((effect): [number, AnswerOutcome][] =>
    effect.kind === "answer"
      ? [[effect.answer.commentId, effect.answer.outcome]]
      : [],
  );
}

export const minutes = (count: number) => count * MINUTE;
