import {
  PIN_TAGS,
  pinTag,
  requestOfPinTag,
} from "../../core/request/pin-tag.ts";
import { yardstickOf } from "../../core/pull-request/yardstick.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import type { LookContext, LookResult } from "./context.ts";
import type { KeyOf } from "./key.ts";
import { observePolicy, policyAt } from "../../facts/observe-policy.ts";
import { haltsNow } from "./halt/standing-halts.ts";
import { isOutdated } from "./pull-request/checked-head.ts";
import { waitingRuns } from "./protection/waiting-runs.ts";
import { headName } from "./pull-request/pull-request-check.ts";
import { REQUEST_LABEL } from "./request/request-label.ts";
import { attemptName } from "../../facts/workflow-run.ts";

const DAY_MS = 86_400_000;
/** No policy asks for a proof that is much older. */
const RUNS_BACK_MS = 8 * DAY_MS;
const COMMENTS_BACK_MS = DAY_MS;
/** A comment becomes visible a little after its time. */
const COMMENTS_OVERLAP_MS = 5 * 60_000;
/** In one look; each takes a handful of requests to GitHub, of which an installation has 5,000 an hour. */
const MOST_PULL_REQUESTS = 50;

/** Finds one kind of things that could be open in a repository, and has each looked at. */
type Search = (key: KeyOf<"repository">, context: LookContext) => Promise<void>;

const SEARCHES: Search[] = [
  halts,
  waitingRuns,
  requests,
  finishedRuns,
  commands,
  failures,
  pullRequests,
  orphanedTags,
];

/**
 * Has everything looked at that could be open in a repository. It repairs what a lost webhook left behind. A search
 * that fails keeps none of the others from being made.
 *
 * @throws ProviderError where one of the searches failed, so that the look is tried again
 */
export async function lookRepository(
  key: KeyOf<"repository">,
  context: LookContext,
): Promise<LookResult> {
  const failed: ProviderError[] = [];
  for (const search of SEARCHES) {
    try {
      await search(key, context);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failed.push(error);
    }
  }
  if (failed[0]) throw failed[0];
  return {};
}

async function halts(
  { installation, owner, repo }: KeyOf<"repository">,
  { github, store, queue }: LookContext,
): Promise<void> {
  const standing = await haltsNow({ owner, repo }, { github, store });
  if (standing.length > 0)
    await queue.send({ kind: "halt", installation, owner, repo });
}

async function requests(
  { installation, owner, repo }: KeyOf<"repository">,
  { github, store, queue }: LookContext,
): Promise<void> {
  const remembered = await store.openRequests({ owner, repo });
  const labelled = await github.issues({
    labels: [REQUEST_LABEL],
    state: "open",
  });
  const numbers = [...remembered, ...labelled.map(({ number }) => number)];
  for (const issue of new Set(numbers)) {
    await queue.send({ kind: "issue", installation, owner, repo, issue });
  }
}

async function finishedRuns(
  { installation, owner, repo }: KeyOf<"repository">,
  { github, store, queue, clock, memory }: LookContext,
): Promise<void> {
  const { commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state !== "valid") return;
  const workflows = new Set(
    Object.values(observed.policy.environments).map(({ workflow }) => workflow),
  );
  const since = new Date(clock().getTime() - RUNS_BACK_MS);
  for (const workflow of workflows) {
    for (const run of await github.runs(workflow, since)) {
      const { id, attempt, status } = run;
      if (status !== "completed") continue;
      if (memory.runsWithoutJournal.has(attemptName(github, run))) continue;
      if (await store.recordedRun({ owner, repo }, id, attempt)) continue;
      await queue.send({ kind: "run", installation, owner, repo, run: id });
    }
  }
}

/** Removes the tags of runs that are over, as an interrupted look leaves them behind, and those that nobody asked for. */
async function orphanedTags(
  { owner, repo }: KeyOf<"repository">,
  { github, store }: LookContext,
): Promise<void> {
  // The tags first: a request that is dispatched meanwhile keeps its own.
  const tags = await github.tags(PIN_TAGS);
  if (tags.length === 0) return;
  const live = new Set(await store.openRequests({ owner, repo }));
  for (const tag of tags) {
    const issue = requestOfPinTag(tag);
    const dispatch =
      issue !== undefined && live.has(issue)
        ? await store.dispatchOf({ owner, repo, issue })
        : undefined;
    const isInUse =
      issue !== undefined &&
      dispatch !== undefined &&
      pinTag(issue, dispatch.correlation) === tag;
    if (!isInUse) await github.deleteTag(tag);
  }
}

async function commands(
  { installation, owner, repo }: KeyOf<"repository">,
  { github, store, queue, clock }: LookContext,
): Promise<void> {
  const now = clock();
  const readTo =
    (await store.commentsReadTo({ owner, repo })) ??
    new Date(now.getTime() - COMMENTS_BACK_MS);
  const comments = await github.commentsSince(
    new Date(readTo.getTime() - COMMENTS_OVERLAP_MS),
  );
  const issues = new Set(
    comments
      .filter(({ ours, body }) => !ours && body.includes("/chaos"))
      .map(({ issue }) => issue),
  );
  for (const issue of issues) {
    await queue.send({ kind: "issue", installation, owner, repo, issue });
  }
  await store.recordCommentsReadTo({ owner, repo }, now);
}

async function failures(
  { installation, owner, repo }: KeyOf<"repository">,
  { store, queue }: LookContext,
): Promise<void> {
  for (const place of await store.failuresToFile({ owner, repo })) {
    await queue.send({ kind: "failure", installation, owner, repo, ...place });
  }
}

/**
 * Pull requests whose head nobody has looked at since the process began, and those into the default branch whose check
 * is of a policy that was another. Those that are too many for once are found by the next look.
 */
async function pullRequests(
  { installation, owner, repo }: KeyOf<"repository">,
  { github, queue, memory }: LookContext,
): Promise<void> {
  const open = await github.openPullRequests();
  if (open.length === 0) return;
  const { branch, commit } = await github.head();
  const now = yardstickOf(await policyAt(github, commit, memory));
  const due = open.filter(({ number, head, base }) => {
    const checked = memory.checkedHeads.recall(headName(github, number, head));
    return !checked || (base === branch && isOutdated(checked, now));
  });
  for (const { number: pullRequest } of due.slice(0, MOST_PULL_REQUESTS)) {
    await queue.send({
      kind: "pull-request",
      installation,
      owner,
      repo,
      pullRequest,
    });
  }
}
