import { blastRadiusOf } from "../core/experiment/blast-radius.ts";
import { namespacesTouched } from "../core/experiment/blast-radius/namespaces-touched.ts";
import { parseExperiment } from "../core/experiment/parse.ts";
import { known, unknown, type Fact } from "../core/gate/fact.ts";
import type { ChaosRun } from "../core/gate/facts.ts";
import type { Policy } from "../core/policy/schema.ts";
import type { RunTitle } from "../core/request/run-title.ts";
import type { WorkflowRun } from "../providers/github/repository.ts";
import type { StartedRun } from "./run-history.ts";
import type { FactsContext } from "./context.ts";
import { learn, providerError } from "./learn.ts";
import { attemptName, trustedTitle } from "./workflow-run.ts";
import { readExperiment } from "./observe-experiment.ts";

const DAY_MS = 86_400_000;
/** GitHub ends a job after six hours, one on a runner of one's own after five days. */
const LONGEST_RUN_MS = 5 * DAY_MS;

/** From where runs are looked at: one request. */
interface View {
  policy: Policy;
  /** The default branch and the commit it points to. */
  branch: string;
  head: string;
  environment: string;
  /** The dispatches of all other requests that are not over. */
  others: readonly StartedRun[];
  /** The correlation of the request's own dispatch, which is not in its own way. */
  own: string | undefined;
  /** The run that waits for the request: it is not in its own way either. */
  held?: number | undefined;
  cooldown: number;
}

type Reader = Pick<FactsContext, "github" | "memory">;
type Asked = Pick<StartedRun, "experiment" | "environment">;
type Listed = { run: WorkflowRun; title: RunTitle };

/**
 * The runs that are under way in any environment of the policy, and those that ended in this one within the cooldown.
 * Whoever started them counts; so does what this app is starting and GitHub does not show yet.
 */
export async function observeChaosRuns(
  view: View,
  reader: Reader,
  now: Date,
): Promise<Fact<ChaosRun[]>> {
  const workflows = workflowsOf(view.policy);
  return learn(now, async () => {
    const since = listedSince(view, now);
    const listed = (
      await Promise.all(
        workflows.map((one) => listRuns(one, since, view, reader)),
      )
    ).flat();
    const runs = await Promise.all([
      ...listed
        .filter((one) => !isOwn(one, view))
        .flatMap((one) => ofListed(one, view, reader, now)),
      ...notListed(view.others, listed, since).map((one) =>
        underWay(one, { at: one.intendedAt, commit: view.head }, view, reader),
      ),
    ]);
    return known(runs, {
      source: "github",
      at: now,
      query: `runs of ${workflows.join(", ")} and what this app has started`,
      answer: describe(runs),
    });
  });
}

function isOwn({ run, title }: Listed, { own, held }: View): boolean {
  return run.id === held || (own !== undefined && title.correlation === own);
}

function workflowsOf({ environments }: Policy): string[] {
  const all = Object.values(environments).map(({ workflow }) => workflow);
  return [...new Set(all)];
}

/** From the start of a day on, so that the question stays the same for a while and GitHub may say that nothing changed. */
function listedSince({ cooldown }: View, now: Date): Date {
  const since = now.getTime() - LONGEST_RUN_MS - cooldown;
  return new Date(since - (since % DAY_MS));
}

async function listRuns(
  workflow: string,
  since: Date,
  { branch, others }: View,
  { github }: Reader,
): Promise<Listed[]> {
  const runs = await github.runs(workflow, since);
  return runs.flatMap((run) => {
    const title =
      trustedTitle(run, { workflow, branch }) ??
      others.find((other) => other.run?.id === run.id);
    return title ? [{ run, title }] : [];
  });
}

/** What was asked of GitHub, or is about to be, and is not to be seen there. */
function notListed(
  others: readonly StartedRun[],
  listed: readonly Listed[],
  since: Date,
): StartedRun[] {
  return others.filter(
    ({ correlation, run: started, intendedAt }) =>
      intendedAt >= since &&
      !listed.some(
        ({ run, title }) =>
          run.id === started?.id || title.correlation === correlation,
      ),
  );
}

function ofListed(
  { run, title }: Listed,
  view: View,
  reader: Reader,
  now: Date,
): (ChaosRun | Promise<ChaosRun>)[] {
  const { startedAt, updatedAt: endedAt, commit, url } = run;
  if (run.status !== "completed")
    return [underWay(title, { at: startedAt, commit, url }, view, reader)];
  const { experiment, environment } = title;
  const counts =
    environment === view.environment &&
    now.getTime() < endedAt.getTime() + view.cooldown &&
    // What left no journal was stopped before it did anything, as by the gate step.
    !reader.memory.runsWithoutJournal.has(attemptName(reader.github, run));
  const namespaces = unknown("the run is over");
  return counts
    ? [{ experiment, environment, startedAt, endedAt, namespaces, link: url }]
    : [];
}

async function underWay(
  asked: Asked,
  start: { at: Date; commit: string; url?: string },
  view: View,
  reader: Reader,
): Promise<ChaosRun> {
  const { experiment, environment } = asked;
  return {
    experiment,
    environment,
    startedAt: start.at,
    namespaces: await namespacesOf(asked, start.commit, view, reader),
    ...(start.url !== undefined && { link: start.url }),
  };
}

async function namespacesOf(
  { experiment, environment }: Asked,
  commit: string,
  { policy }: View,
  { github, memory }: Reader,
): Promise<Fact<string[]>> {
  try {
    const file = await readExperiment(
      github,
      commit,
      policy,
      experiment,
      memory,
    );
    if (!file.ok) return unknown(file.reason);
    const { outline } = parseExperiment(file.text, { file: file.path });
    if (!outline) return unknown(`${file.path} can't be read`);
    const touched = namespacesTouched(
      blastRadiusOf(outline),
      policy.environments[environment]?.namespaces,
    );
    return touched.known
      ? known(touched.namespaces)
      : unknown(`${file.path} does not say which namespaces it touches`);
  } catch (error) {
    return unknown(providerError(error).message);
  }
}

function describe(runs: ChaosRun[]): string {
  if (runs.length === 0) return "none";
  return runs
    .map(({ experiment, environment, endedAt }) => {
      const state = endedAt ? `ended ${endedAt.toISOString()}` : "under way";
      return `${experiment} in ${environment}: ${state}`;
    })
    .join("; ")
    .slice(0, 500);
}
