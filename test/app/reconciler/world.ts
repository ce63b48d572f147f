import { zipSync } from "fflate";
import { lookMemory } from "../../../app/reconciler/look-memory.ts";
import type { LookContext } from "../../../app/reconciler/context.ts";
import { keyName, type Key } from "../../../app/reconciler/key.ts";
import { look } from "../../../app/reconciler/look.ts";
import { silentLog } from "../silent-log.ts";
import { createServices } from "../../../facts/services.ts";
import type { Settings } from "../../../app/settings.ts";
import type { Store } from "../../../app/store/store.ts";
import { STATUS_MARKER } from "../../../core/render/status.ts";
import { requestForm } from "../../../core/request/form.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import { SURROUNDINGS } from "../../../providers/service/surroundings.ts";
import { FakeRepository } from "./fake-repository.ts";

export const EXPERIMENT = "database-pod-failure";
export const EXPERIMENT_PATH = `experiments/${EXPERIMENT}.json`;
export const POLICY_PATH = ".github/chaos-governor.yml";

const TUESDAY_MORNING = new Date("2026-03-03T10:00:00.000Z");
const MOST_LOOKS = 200;

export const POLICY = `
version: 1
roles:
  incident-commander: { primary: ahmed, secondary: sarah }
  backend-lead: { primary: sarah, secondary: mike }
  devops-lead: { primary: mike, secondary: ahmed }
environments:
  staging:
    workflow: chaos-tests.yml
  production:
    workflow: chaos-tests.yml
    gates:
      approvals:
        roles: [incident-commander, backend-lead, devops-lead]
      staging_passed: { environment: staging, within: 7d }
      windows:
        blackout:
          - { days: [mon], from: "09:00", to: "17:00" }
        expected_duration: 15m
      recent_incidents: { none_within: 7d, severities: [SEV-1, SEV-2] }
      on_call: { roles: [incident-commander, backend-lead, devops-lead] }
`;

export function experiment(title = "The database pod fails"): string {
  return JSON.stringify(
    {
      title,
      description: "What happens when the database's pod is gone.",
      "steady-state-hypothesis": {
        title: "The shop answers",
        probes: [
          {
            type: "probe",
            name: "shop-answers",
            tolerance: 200,
            provider: { type: "http", url: "https://shop.test/health" },
          },
        ],
      },
      method: [
        {
          type: "action",
          name: "kill-the-pod",
          provider: { type: "http", url: "https://shop.test/kill" },
        },
      ],
      rollbacks: [],
    },
    undefined,
    2,
  );
}

/** The journal that Chaos Toolkit writes about a run of that experiment. */
export function journal(
  outcome: "held" | "deviated",
  at: Date,
  text = experiment(),
): string {
  const written: unknown = JSON.parse(text);
  const time = at.toISOString();
  const probe = (met: boolean) => ({
    steady_state_met: met,
    probes: [
      {
        activity: { type: "probe", name: "shop-answers", tolerance: 200 },
        output: { status: met ? 200 : 503 },
        status: "succeeded",
        start: time,
        end: time,
        duration: 0.1,
        tolerance_met: met,
      },
    ],
  });
  return JSON.stringify({
    "chaoslib-version": "1.45.0",
    platform: "Linux",
    node: "runner",
    experiment: written,
    start: time,
    end: time,
    duration: 30,
    status: "completed",
    deviated: outcome === "deviated",
    steady_states: {
      before: probe(true),
      after: probe(outcome === "held"),
      during: [],
    },
    run: [
      {
        activity: { type: "action", name: "kill-the-pod" },
        output: { status: 200 },
        status: "succeeded",
        start: time,
        end: time,
        duration: 1,
      },
    ],
    rollbacks: [],
  });
}

export function zipOf(files: Record<string, string>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]),
    ),
  );
}

let worlds = 0;

/**
 * A repository, the app's looks at it, and a clock. Nothing happens by itself: `settle` does what the queue holds,
 * `advance` moves the clock and does what has become due.
 */
export class World {
  now = TUESDAY_MORNING;
  readonly github: FakeRepository;
  readonly context: LookContext;
  readonly store: Store;
  readonly timers = new Map<string, { key: Key; at: Date }>();
  readonly #queue = new Map<string, Key>();
  readonly #place: { installation: number; owner: string; repo: string };

  constructor(store: Store, settings: Partial<Settings> = {}) {
    worlds += 1;
    const repo = `studio-hub-${worlds}`;
    this.#place = { installation: 7, owner: "odavl", repo };
    this.github = new FakeRepository(() => this.now, repo);
    this.store = store;
    let ids = 0;
    this.context = {
      github: this.github,
      store,
      queue: {
        send: (key) => {
          this.send(key);
          return Promise.resolve();
        },
      },
      clock: () => this.now,
      randomId: () => `unguessable-${repo}-${(ids += 1)}`,
      memory: lookMemory(),
      services: createServices(
        {
          appId: 1,
          privateKey: "",
          webhookSecret: "",
          dataFolder: "",
          organisationRequired: false,
          host: "",
          port: 0,
          logLevel: "fatal",
          ...settings,
        },
        // Repetitions come at once.
        { ...SURROUNDINGS, now: () => this.now.getTime(), random: () => 0 },
      ),
      log: silentLog,
    };
    this.github.commit({
      [POLICY_PATH]: POLICY,
      [EXPERIMENT_PATH]: experiment(),
    });
    for (const person of ["john", "ahmed", "sarah", "mike"]) {
      this.github.permissions.set(person, "write");
    }
    this.github.permissions.set("visitor", "read");
  }

  /** A new process remembers what is in the store, and nothing else. */
  restart(): void {
    Object.assign(this.context.memory, lookMemory());
  }

  issueKey(issue: number): Key {
    return { kind: "issue", ...this.#place, issue };
  }

  runKey(run: number): Key {
    return { kind: "run", ...this.#place, run };
  }

  pullRequestKey(pullRequest: number): Key {
    return { kind: "pull-request", ...this.#place, pullRequest };
  }

  checksKey(commit: string): Key {
    return { kind: "checks", ...this.#place, commit };
  }

  haltKey(): Key {
    return { kind: "halt", ...this.#place };
  }

  failureKey(environment: string): Key {
    return {
      kind: "failure",
      ...this.#place,
      experiment: EXPERIMENT,
      environment,
    };
  }

  protectionKey(run: number, environment: string): Key {
    return { kind: "protection", ...this.#place, run, environment };
  }

  repositoryKey(): Key {
    return { kind: "repository", ...this.#place };
  }

  ref(issue: number) {
    const { owner, repo } = this.#place;
    return { owner, repo, issue };
  }

  send(key: Key): void {
    this.#queue.set(keyName(key), key);
  }

  forget(key: Key): void {
    this.#queue.delete(keyName(key));
  }

  /** Looks at what is in the queue until it is empty. A look that throws stays in the queue, as after a crash. */
  async settle(): Promise<void> {
    for (let looks = 0; this.#queue.size > 0; looks += 1) {
      if (looks > MOST_LOOKS) throw new Error("the queue never gets empty");
      const [[name, key] = []] = this.#queue;
      if (name === undefined || key === undefined) return;
      this.#queue.delete(name);
      try {
        const { lookAgainAt } = await look(key, this.context);
        if (lookAgainAt) this.timers.set(name, { key, at: lookAgainAt });
      } catch (error) {
        this.#queue.set(name, key);
        throw error;
      }
    }
  }

  async look(...keys: Key[]): Promise<void> {
    for (const key of keys) this.send(key);
    await this.settle();
  }

  /** One look beside others, as by another process; what it asks for stays in the queue. */
  async lookAlone(key: Key): Promise<void> {
    const { lookAgainAt } = await look(key, this.context);
    if (lookAgainAt) this.timers.set(keyName(key), { key, at: lookAgainAt });
  }

  /** Moves the clock; timers that become due on the way are looked at in their time. */
  async advance(milliseconds: number): Promise<void> {
    const until = new Date(this.now.getTime() + milliseconds);
    for (;;) {
      const [next] = [...this.timers]
        .filter(([, { at }]) => at <= until)
        .toSorted(([, one], [, other]) => +one.at - +other.at);
      if (!next) break;
      const [name, { key, at }] = next;
      this.timers.delete(name);
      if (at > this.now) this.now = at;
      await this.look(key);
    }
    this.now = until;
  }

  /** A person fills in the request form. */
  request(
    environment = "production",
    options: { by?: string; experiment?: string; skip?: boolean } = {},
  ): number {
    const { by = "john", experiment: name = EXPERIMENT, skip } = options;
    return this.github.openIssue(by, {
      title: "A request",
      body: requestForm(
        { experiment: name, environment, reason: "before the sale" },
        skip === undefined ? {} : { skipValidation: skip },
      ),
      labels: ["chaos-request"],
    }).number;
  }

  /** A run of the experiment in staging, by hand, that held. */
  async provenInStaging(): Promise<void> {
    await this.handRun("staging", "held");
  }

  /** Somebody runs the workflow by hand; it ends at once. */
  async handRun(
    environment: string,
    outcome: "held" | "deviated",
  ): Promise<number> {
    const run = this.startByHand(environment);
    this.finish(run, outcome);
    await this.look(this.runKey(run));
    return run;
  }

  startByHand(environment: string, start: Partial<WorkflowRun> = {}): number {
    const { id } = this.github.startRun({
      triggeredBy: "john",
      inputs: { experiment: EXPERIMENT, environment },
      ...start,
    });
    return id;
  }

  finish(run: number, outcome: "held" | "deviated"): void {
    const name = `${EXPERIMENT}-journal.json`;
    this.github.finishRun(
      run,
      outcome === "held" ? "success" : "failure",
      zipOf({ [name]: journal(outcome, this.now) }),
    );
  }

  /** The three roles approve. */
  approve(issue: number): void {
    for (const person of ["ahmed", "sarah", "mike"]) {
      this.github.say(person, issue, "/chaos approve");
    }
  }

  issue(number: number) {
    const found = this.github.issueList.find((one) => one.number === number);
    if (!found) throw new Error(`no issue ${number}`);
    return found;
  }

  /** The one status comment's text. */
  status(issue: number): string {
    const found = this.github
      .conversation(issue)
      .filter(({ body }) => body.includes(STATUS_MARKER));
    if (found.length !== 1) throw new Error(`${found.length} status comments`);
    return found[0]?.body ?? "";
  }

  /** What the app said in an issue. */
  said(issue: number, pattern: RegExp): string[] {
    return this.github
      .conversation(issue)
      .filter(
        ({ author, body }) => author.endsWith("[bot]") && pattern.test(body),
      )
      .map(({ body }) => body);
  }

  async phase(issue: number): Promise<string | undefined> {
    const record = await this.store.recordFor(this.ref(issue));
    return record?.phase;
  }

  /** What the audit trail tells of a request. */
  async audit(issue: number, kind: string): Promise<Record<string, unknown>[]> {
    const events = await this.store.auditOf(this.ref(issue), `issue:${issue}`);
    return events
      .filter((event) => event.kind === kind)
      .map(({ data }) => data);
  }

  requests() {
    return this.github.issueList.filter(({ labels }) =>
      labels.includes("chaos-request"),
    );
  }

  haltIssues() {
    return this.github.issueList.filter(({ labels }) =>
      labels.includes("chaos-halt"),
    );
  }

  failureIssues() {
    return this.github.issueList.filter(({ labels }) =>
      labels.includes("chaos-failure"),
    );
  }

  /** The last run that the app dispatched ends, and GitHub says so. */
  async finishDispatched(outcome: "held" | "deviated"): Promise<void> {
    const run = this.dispatched().at(-1);
    if (!run) throw new Error("nothing was dispatched");
    this.finish(run.id, outcome);
    await this.look(this.runKey(run.id));
  }

  /** Runs that the app dispatched. */
  dispatched(): { id: number; inputs: Record<string, string> }[] {
    return this.github.runList.filter(({ inputs }) => inputs["correlation"]);
  }
}
