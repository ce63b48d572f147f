import type { RunStore } from "./actions/runs.ts";
import type { Deployments, LocalDeployment } from "./deployments.ts";
import type { Run } from "./run.ts";

/** GitHub takes no more status reports on one deployment. */
export const MOST_REPORTS = 10;

/** An environment that a run waits for, or waited for: the App's rule of it has to be passed. */
export interface Gate {
  environment: string;
  state: "pending" | "approved" | "rejected";
  /** What the App said, oldest first; its last word included. */
  said: string[];
  reports: number;
  deployment: LocalDeployment;
}

/** Somebody who let a run go on past the rules, as administrators may. */
interface Bypass {
  by: string;
  comment: string;
  environments: string[];
}

/** Environments with the App as a custom deployment protection rule, and the runs that wait for them. */
export interface Protection {
  /** Switches the App's rule on: Settings → Environments. */
  protect(environment: string): void;
  /** Those of these that the App has to let a run into. */
  covered(environments: readonly string[]): string[];
  /** Lets a run wait for these, until the App says something. */
  ask(run: Run, environments: readonly string[]): Gate[];
  /** What this attempt of a run waits or waited for. */
  gates(run: Run): readonly Gate[];
  /** What it waits for still. */
  pending(run: Run): Gate[];
  review(
    run: Run,
    gate: Gate,
    state: "approved" | "rejected",
    words: string,
  ): void;
  bypass(run: Run, by: string, comment: string): void;
  bypasses(run: Run): readonly Bypass[];
}

/** @param say tells how a deployment of a run stands from now on */
export function createProtection(
  runs: RunStore,
  deployments: Deployments,
  say: (deployment: LocalDeployment, state: string, run: Run) => void,
): Protection {
  const covered = new Set<string>();
  const gates = new Map<string, Gate[]>();
  const bypasses = new Map<number, Bypass[]>();
  const gatesOf = (run: Run) => gates.get(nameOf(run)) ?? [];
  const sayOfAll = (run: Run, state: string) => {
    for (const { deployment } of gatesOf(run)) say(deployment, state, run);
  };

  runs.watch((run) => {
    if (run.status === "in_progress") sayOfAll(run, "in_progress");
    if (run.status === "completed")
      sayOfAll(run, run.conclusion === "success" ? "success" : "failure");
  });

  const pending = (run: Run) =>
    run.status === "waiting"
      ? gatesOf(run).filter(({ state }) => state === "pending")
      : [];

  return {
    protect: (environment) => void covered.add(environment),
    covered: (environments) =>
      environments.filter((environment) => covered.has(environment)),
    ask(run, environments) {
      const asked = environments.map((environment): Gate => {
        const { branch: ref, commit, actor: by } = run;
        const deployment = deployments.create({
          environment,
          ref,
          sha: commit.sha,
          by,
        });
        say(deployment, "waiting", run);
        const said: string[] = [];
        return { environment, state: "pending", said, reports: 0, deployment };
      });
      gates.set(nameOf(run), asked);
      return asked;
    },
    gates: gatesOf,
    pending,
    review(run, gate, state, words) {
      Object.assign(gate, { state });
      gate.said.push(words);
      if (state === "rejected") runs.runner.complete(run.id, "failure");
      else if (pending(run).length === 0) runs.release(run);
    },
    bypass(run, by, comment) {
      const waiting = pending(run);
      if (waiting.length === 0)
        throw new Error(`run ${run.id} does not wait for anybody`);
      const environments = waiting.map(({ environment }) => environment);
      const before = bypasses.get(run.id) ?? [];
      bypasses.set(run.id, [...before, { by, comment, environments }]);
      runs.release(run);
    },
    bypasses: (run) => bypasses.get(run.id) ?? [],
  };
}

/** One name for one attempt of a run. */
function nameOf({ id, attempt }: Run): string {
  return `${id}/${attempt}`;
}
