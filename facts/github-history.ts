import { ruleFor } from "../core/policy/rule.ts";
import type { Policy } from "../core/policy/schema.ts";
import type { RunTitle } from "../core/request/run-title.ts";
import type { WorkflowRun } from "../providers/github/repository.ts";
import type { FactsContext } from "./context.ts";
import { readExperiment } from "./observe-experiment.ts";
import type { JudgedRun, RunHistory } from "./run-history.ts";
import { fetchJournal } from "./run-journal.ts";
import { judgeRun } from "./run-judgement.ts";
import { judgeRecovery } from "./run-recovery.ts";
import { attemptName, trustedTitle } from "./workflow-run.ts";

/** Of more runs than that, the latest are looked at: each costs GitHub a handful of questions. */
const MOST_RUNS = 30;
/** An artifact may become visible a little after its run has ended. */
const UPLOAD_GRACE_MS = 2 * 60_000;

type Reader = Pick<FactsContext, "github" | "memory" | "services" | "clock">;

/** Which runs count: those of the policy's workflow, on the default branch. */
export interface Past {
  policy: Policy;
  branch: string;
  /** Runs that were created before are left out. */
  since: Date;
}

/**
 * The history of runs for who remembers none: it is read out of GitHub, each run judged anew by the journal that it left.
 * What left none was stopped before it did anything, as by the gate step.
 *
 * @throws ProviderError in `runsOf` where GitHub can't be reached
 */
export function githubHistory(past: Past, reader: Reader): RunHistory {
  return {
    async runsOf(_repository, { environment, digest }) {
      const ended = await endedRuns(past, environment, reader);
      const judged = await Promise.all(
        ended.map((one) => judge(one, digest, past, reader)),
      );
      return judged
        .filter((one) => one !== undefined)
        .toSorted((one, other) => +other.endedAt - +one.endedAt);
    },
  };
}

/**
 * Keeps in mind which of the runs that ended since then left no journal, so that they are not taken for experiments.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function rememberRunsWithoutJournal(
  past: Past,
  environment: string,
  reader: Reader,
): Promise<void> {
  const { github, memory, clock } = reader;
  const ended = await endedRuns(past, environment, reader);
  await Promise.all(
    ended.map(async ({ run, title }) => {
      if (+clock() < run.updatedAt.getTime() + UPLOAD_GRACE_MS) return;
      const { experiment } = title;
      const journal = await fetchJournal(github, run, experiment, past.policy);
      if (journal.state === "missing")
        memory.runsWithoutJournal.keep(attemptName(github, run), true);
    }),
  );
}

interface Ended {
  run: WorkflowRun;
  title: RunTitle;
}

async function endedRuns(
  { policy, branch, since }: Past,
  environment: string,
  { github }: Reader,
): Promise<Ended[]> {
  const found = ruleFor(policy, environment);
  if (!found.ok) return [];
  const { workflow } = found.rule;
  const runs = await github.runs(workflow, since);
  return runs
    .flatMap((run) => {
      const title = trustedTitle(run, { workflow, branch });
      const counts =
        run.status === "completed" && title?.environment === environment;
      return counts ? [{ run, title }] : [];
    })
    .slice(0, MOST_RUNS);
}

/** Undefined where the run was of another digest, left no journal, or what has to hold after it is not known yet. */
async function judge(
  { run, title }: Ended,
  digest: string,
  { policy }: Past,
  reader: Reader,
): Promise<JudgedRun | undefined> {
  const { github, memory } = reader;
  const experiment = await readExperiment(
    github,
    run.commit,
    policy,
    title.experiment,
    memory,
  );
  if (!experiment.ok || experiment.digest !== digest) return undefined;
  const journal = await fetchJournal(github, run, title.experiment, policy);
  const judged = judgeRun(run, journal, experiment);
  if (!judged) return undefined;
  const found = ruleFor(policy, title.environment);
  const criteria = found.ok ? found.rule.recovery : [];
  const recovered = await judgeRecovery(
    judged,
    criteria,
    run.updatedAt,
    reader,
  );
  if ("lookAgainAt" in recovered) return undefined;
  return {
    run: run.id,
    workflow: run.path.slice(run.path.lastIndexOf("/") + 1),
    verdict: recovered.judgement.verdict,
    endedAt: run.updatedAt,
    url: run.url,
  };
}
