import type { Policy } from "../../../core/policy/schema.ts";
import { ruleFor } from "../../../core/policy/rule.ts";
import { parseRequestForm } from "../../../core/request/form.ts";
import { requestOfPinTag } from "../../../core/request/pin-tag.ts";
import {
  parseRunTitle,
  type RunTitle,
} from "../../../core/request/run-title.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { Asked, IssueRef, RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import {
  isByApp,
  isReviewed,
  trustedTitle,
} from "../../../facts/workflow-run.ts";

/** A workflow run that runs an experiment, by the policy that is in force. */
export interface ChaosRun {
  run: WorkflowRun;
  of: Asked;
  policy: Policy;
  /** The request that it was started for. */
  request?: number;
}

/**
 * What a workflow run is of: by its title, where that is to be trusted, else by the request whose dispatch GitHub
 * answered with this very run.
 *
 * @returns undefined where it runs no experiment; `later` where the policy can't be read now
 */
export async function identifyRun(
  repository: RepositoryRef,
  run: WorkflowRun,
  context: LookContext,
): Promise<ChaosRun | "later" | undefined> {
  const { github, store, memory } = context;
  const recorded = await store.requestOfRun(repository, run.id);
  // Most runs of a repository are none of ours; that costs no further question.
  if (recorded === undefined && !parseRunTitle(run.title)) return undefined;
  const { branch, commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state === "missing") return undefined;
  if (observed.state !== "valid") return "later";
  const { policy } = observed;
  const title = titleOf(run, policy, branch);
  const request =
    recorded ?? (title && (await adopt(repository, run, title, context)));
  // Not even where it is a request's own run: what ran there may not be what was approved, so its journal proves nothing.
  if (requestOfPinTag(run.branch) !== undefined) {
    const isPinned =
      request !== undefined &&
      run.commit ===
        (await pinnedCommit({ ...repository, issue: request }, store));
    if (!isPinned && !(await isReviewed(github, run, branch))) return undefined;
  }
  const of =
    title ??
    (request === undefined
      ? undefined
      : await askedBy(request, repository, context));
  if (!of) return undefined;
  return { run, of, policy, ...(request === undefined ? {} : { request }) };
}

/** What the run says that it is of, where the policy has that environment run by this workflow. */
function titleOf(
  run: WorkflowRun,
  policy: Policy,
  branch: string,
): RunTitle | undefined {
  const workflow = run.path.slice(run.path.lastIndexOf("/") + 1);
  const title = trustedTitle(run, { workflow, branch });
  const found = title && ruleFor(policy, title.environment);
  return found?.ok && found.rule.workflow === workflow ? title : undefined;
}

/** The request that a run was started for whose dispatch was interrupted before the run was written down. */
async function adopt(
  { owner, repo }: RepositoryRef,
  run: WorkflowRun,
  { correlation }: RunTitle,
  { github, store }: LookContext,
): Promise<number | undefined> {
  // Whoever sees a run can copy its correlation, but not start another as an App.
  if (correlation === undefined || !isByApp(run)) return undefined;
  const { id, url, status, commit, attempt } = run;
  const issue = await store.requestOfCorrelation({ owner, repo }, correlation);
  if (issue === undefined) return undefined;
  const pinned = await pinnedCommit({ owner, repo, issue }, store);
  if (commit === pinned && attempt === 1)
    await store.recordDispatchedRun({ owner, repo, issue }, { id, url });
  const own = await store.requestOfRun({ owner, repo }, id);
  // GitHub was asked twice and did it twice, or somebody moved the tag: the gate step refuses every run but the one.
  if (own === undefined && status !== "completed") await github.cancelRun(id);
  return own;
}

async function pinnedCommit(
  { owner, repo, issue }: IssueRef,
  store: LookContext["store"],
): Promise<string | undefined> {
  const record = await store.recordFor({ owner, repo, issue });
  return record?.pins.at(-1)?.commit;
}

async function askedBy(
  number: number,
  { owner, repo }: RepositoryRef,
  { github, store }: LookContext,
): Promise<Asked | undefined> {
  const issue = await github.issue(number);
  const form = parseRequestForm(issue?.body ?? "");
  if (!form.ok) return undefined;
  return store.rememberAsk({ owner, repo, issue: number }, form.ask);
}
