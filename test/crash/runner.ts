import { setTimeout as delay } from "node:timers/promises";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import type { Run } from "../../sandbox/github/run.ts";
import { journal, zipOf } from "../app/reconciler/world.ts";

const QUEUED_MS = 100;

/** How a run of a request ends where nobody stops it, and how long it takes. */
export interface RunFate {
  outcome: "held" | "deviated";
  lastsMs: number;
}

/** Ends the runs that the app starts, by what their history says. */
export function serveRuns(
  { runs }: Pick<GitHubWorld, "runs">,
  fateOf: (run: Readonly<Run>) => RunFate,
): void {
  const serve = async (run: Readonly<Run>): Promise<void> => {
    const { outcome, lastsMs } = fateOf(run);
    await delay(QUEUED_MS);
    if (!runs.start(run.id)) return;
    await delay(lastsMs);
    const name = `${String(run.inputs["experiment"])}-journal.json`;
    if (run.status === "completed") return;
    runs.uploadArtifact(
      run.id,
      "chaos-journal",
      zipOf({ [name]: journal(outcome, new Date()) }),
    );
    runs.complete(run.id, outcome === "held" ? "success" : "failure");
  };
  runs.onQueued((run) => void serve(run));
  runs.onCancelled((id) => {
    runs.complete(id, "cancelled");
  });
}
