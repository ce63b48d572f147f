import { pinTag, requestOfPinTag } from "../core/request/pin-tag.ts";
import { parseRunTitle, type RunTitle } from "../core/request/run-title.ts";
import type {
  GitHubRepository,
  WorkflowRun,
} from "../providers/github/repository.ts";
import type { StartedRun } from "./run-history.ts";

/** GitHub's clock and ours may differ; a wide margin costs nothing, as the correlation tells the run apart. */
const CLOCK_SKEW_MS = 10 * 60_000;

/**
 * What a run's title says, where it is to be trusted: the run is of that workflow as it stands on the default branch,
 * started by a dispatch. A run of a branch, a fork or another workflow can give itself any title.
 *
 * A run on a pin tag counts where an App started it: anybody who may push can make such a tag, but not dispatch as an
 * App. Whoever draws more from it than that something runs has to ask `isReviewed` too.
 */
export function trustedTitle(
  run: WorkflowRun,
  from: { workflow: string; branch: string },
): RunTitle | undefined {
  const trusted =
    run.path === `.github/workflows/${from.workflow}` &&
    (run.branch === from.branch || isPinnedByApp(run)) &&
    run.event === "workflow_dispatch";
  return trusted ? parseRunTitle(run.title) : undefined;
}

function isPinnedByApp(run: WorkflowRun): boolean {
  return requestOfPinTag(run.branch) !== undefined && isByApp(run);
}

/** Any workflow can dispatch with its own token, so that is no App of anybody's. No person's login has brackets. */
export function isByApp({ triggeredBy }: WorkflowRun): boolean {
  return triggeredBy.endsWith("[bot]") && triggeredBy !== "github-actions[bot]";
}

/**
 * Whether a run's workflow is one that the default branch has or had: a tag may have been moved to a commit that nobody
 * reviewed before GitHub started the run.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function isReviewed(
  github: GitHubRepository,
  run: WorkflowRun,
  branch: string,
): Promise<boolean> {
  return run.branch === branch || github.isOnBranch(run.commit, branch);
}

/** One name for one attempt of a run. */
export function attemptName(
  { owner, name }: GitHubRepository,
  { id, attempt }: Pick<WorkflowRun, "id" | "attempt">,
): string {
  return `${owner}/${name}/${id}/${attempt}`;
}

/**
 * The run that a dispatch started: of the pinned commit, by an App, on the pin tag, or on the default branch where no tag
 * can be made. Whoever sees a run can copy its correlation, but dispatch as no App.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function findDispatchedRun(
  github: GitHubRepository,
  { correlation, intendedAt }: Pick<StartedRun, "correlation" | "intendedAt">,
  from: {
    workflow: string;
    branch: string;
    issue: number;
    commit: string | undefined;
  },
): Promise<WorkflowRun | undefined> {
  const since = new Date(intendedAt.getTime() - CLOCK_SKEW_MS);
  const runs = await github.runs(from.workflow, since);
  const refs = [from.branch, pinTag(from.issue, correlation)];
  return runs.findLast(
    (run) =>
      trustedTitle(run, from)?.correlation === correlation &&
      isByApp(run) &&
      refs.includes(run.branch) &&
      run.commit === from.commit,
  );
}
