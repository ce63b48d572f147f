import { ACTIONS_BOT } from "../front/account.ts";
import { type Identities, personToken } from "../front/identities.ts";
import type { Artifact, Conclusion, Run } from "../run.ts";

const DAY = 86_400_000;
/** GitHub keeps artifacts for that long where nothing else is said. */
const RETENTION_DAYS = 90;

/** What a runner is told and tells. Every function throws where there is no such run. */
export interface RunnerSide {
  /** Called for every run from now on, when it begins to wait for a runner. */
  onQueued(callback: (run: Readonly<Run>) => void): void;
  /** Called when a run that is underway shall stop; the runner then completes it. */
  onCancelled(callback: (id: number) => void): void;
  /**
   * A `GITHUB_TOKEN` for one job, with the permissions that its workflow file gives it. It acts as
   * `github-actions[bot]` until the run is over.
   */
  token(id: number, job?: string): string;
  /** @returns false where the run was cancelled before it began */
  start(id: number): boolean;
  /** Does nothing where the run is over already. */
  complete(id: number, conclusion: Conclusion): void;
  addLog(id: number, text: string): void;
  /** What a step wrote to its summary. */
  summary(id: number, markdown: string): void;
  /** @throws Error where the run has an artifact of that name already, as `actions/upload-artifact` does */
  uploadArtifact(
    id: number,
    name: string,
    zip: Uint8Array,
    retentionDays?: number,
  ): void;
}

export interface RunStore {
  readonly all: readonly Run[];
  readonly runner: RunnerSide;
  find(id: number): Run | undefined;
  artifact(id: number): { artifact: Artifact; run: Run } | undefined;
  create(
    run: Pick<
      Run,
      "workflow" | "file" | "actor" | "branch" | "ref" | "commit" | "inputs"
    >,
    title: (id: number, number: number) => string,
    /** Whether the protection rules of an environment have to be passed first. */
    waits?: boolean,
  ): Run;
  /** Lets a run that waited for protection rules wait for a runner. */
  release(run: Run): void;
  /** Begins the next attempt of a run that is over. */
  rerun(run: Run, waits: boolean): void;
  /** Called when a run begins or ends. */
  watch(callback: (run: Run) => void): void;
  /** @returns false where it is over already */
  cancel(run: Run): boolean;
}

export function createRuns(
  identities: Identities,
  tell: (action: "requested" | "in_progress" | "completed", run: Run) => void,
): RunStore {
  const all: Run[] = [];
  const queued: ((run: Readonly<Run>) => void)[] = [];
  const cancelled: ((id: number) => void)[] = [];
  const watching: ((run: Run) => void)[] = [];
  const tokens = new Map<number, string[]>();
  let artifacts = 0;

  const announce = (action: "in_progress" | "completed", run: Run) => {
    tell(action, run);
    for (const callback of watching) callback(run);
  };
  const find = (id: number) => all.find((run) => run.id === id);
  const get = (id: number) => {
    const run = find(id);
    if (!run) throw new Error(`there is no run ${id}`);
    return run;
  };
  const complete = (id: number, conclusion: Conclusion) => {
    const run = get(id);
    if (run.status === "completed") return;
    change(run, { status: "completed", conclusion });
    for (const token of tokens.get(id) ?? []) identities.revoke(token);
    announce("completed", run);
  };

  const runner: RunnerSide = {
    onQueued: (callback) => void queued.push(callback),
    onCancelled: (callback) => void cancelled.push(callback),
    token(id, job) {
      const permissions = get(id).file.permissions(job);
      const token = identities.addRunToken(
        ACTIONS_BOT,
        permissions,
        personToken(ACTIONS_BOT),
      );
      tokens.set(id, [...(tokens.get(id) ?? []), token]);
      return token;
    },
    start(id) {
      const run = get(id);
      if (run.status === "completed") return false;
      announce("in_progress", change(run, { status: "in_progress" }));
      return true;
    },
    complete,
    addLog: (id, text) => void get(id).log.push(text),
    summary: (id, markdown) => void get(id).summary.push(markdown),
    uploadArtifact(id, name, zip, retentionDays = RETENTION_DAYS) {
      const run = get(id);
      if (run.artifacts.some((artifact) => artifact.name === name))
        throw new Error(`run ${id} has an artifact ${name} already`);
      artifacts += 1;
      const createdAt = new Date();
      const expiresAt = new Date(createdAt.getTime() + retentionDays * DAY);
      run.artifacts.push({ id: artifacts, name, zip, createdAt, expiresAt });
    },
  };

  return {
    all,
    runner,
    find,
    artifact(id) {
      for (const run of all) {
        const artifact = run.artifacts.find((found) => found.id === id);
        if (artifact) return { artifact, run };
      }
      return undefined;
    },
    release(run) {
      change(run, { status: "queued" });
      for (const callback of queued) callback(run);
    },
    rerun(run, waits) {
      change(run, {
        attempt: run.attempt + 1,
        status: waits ? "waiting" : "queued",
        conclusion: null,
        cancelled: false,
        startedAt: new Date(),
        log: [],
        summary: [],
        artifacts: [],
      });
      tell("requested", run);
      if (!waits) for (const callback of queued) callback(run);
    },
    watch: (callback) => void watching.push(callback),
    create(made, title, waits = false) {
      const id = 5_000_000_001 + all.length;
      const earlier = all.filter(
        ({ workflow }) => workflow.id === made.workflow.id,
      );
      const number = earlier.length + 1;
      const now = new Date();
      const run: Run = {
        ...made,
        id,
        number,
        title: title(id, number),
        attempt: 1,
        status: waits ? "waiting" : "queued",
        conclusion: null,
        cancelled: false,
        createdAt: now,
        startedAt: now,
        updatedAt: now,
        log: [],
        summary: [],
        artifacts: [],
      };
      all.push(run);
      tell("requested", run);
      if (!waits) for (const callback of queued) callback(run);
      return run;
    },
    cancel(run) {
      if (run.status === "completed") return false;
      change(run, { cancelled: true });
      if (run.status !== "in_progress") complete(run.id, "cancelled");
      else for (const callback of cancelled) callback(run.id);
      return true;
    },
  };
}

function change(run: Run, changes: Partial<Run>): Run {
  return Object.assign(run, { updatedAt: new Date(), ...changes });
}
