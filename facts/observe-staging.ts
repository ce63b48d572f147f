import { known, unknown, type Fact } from "../core/gate/fact.ts";
import type { StagingRun } from "../core/gate/facts.ts";
import type { ExperimentObservation } from "../core/request/observation.ts";
import { learn } from "./learn.ts";
import type { JudgedRun, RunHistory } from "./run-history.ts";

/** The judged runs of this very digest in the environment where it has to have run before. */
export async function observeStagingRuns(
  history: RunHistory,
  repository: { owner: string; repo: string },
  environment: string,
  reading: Promise<ExperimentObservation>,
  now: Date,
): Promise<Fact<StagingRun[]>> {
  const experiment = await reading;
  if (experiment.state !== "found") return unknown(experiment.reason);
  const { digest } = experiment;
  return learn(now, async () => {
    const runs = await history.runsOf(repository, { environment, digest });
    return known(
      runs.map(({ verdict, endedAt, url, workflow }) => ({
        digest,
        environment,
        workflow,
        verdict,
        endedAt,
        link: url,
      })),
      {
        source: "run history",
        at: now,
        query: `runs of ${digest} in ${environment}`,
        answer: describe(runs),
      },
    );
  });
}

function describe(runs: JudgedRun[]): string {
  if (runs.length === 0) return "none";
  return runs
    .map(
      ({ run, verdict, endedAt }) =>
        `${run}: ${verdict}, ended ${endedAt.toISOString()}`,
    )
    .join("; ")
    .slice(0, 500);
}
