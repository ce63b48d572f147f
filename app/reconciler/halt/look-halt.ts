import type { Halt } from "../../../core/gate/facts.ts";
import { HALT_LABEL, haltOf } from "../../../core/gate/halt/halt-issue.ts";
import {
  renderStoppedRuns,
  STOPPED_MARKER,
} from "../../../core/render/halt.ts";
import type { WorkflowRun } from "../../../providers/github/repository.ts";
import type { LookContext, LookResult } from "../context.ts";
import { findOwn, readsTheSame } from "../conversation.ts";
import type { KeyOf } from "../key.ts";
import { settleHalt } from "./end-halt.ts";
import { stopRuns } from "./stop-runs.ts";

/** How soon to see whether what was told to stop has ended. */
const SOON_MS = 10_000;

/**
 * Looks at what halts a repository: remembers new halts, ends those that somebody ended who may, stops what runs, and
 * has every open request looked at where something changed.
 */
export async function lookHalt(
  key: KeyOf<"halt">,
  context: LookContext,
): Promise<LookResult> {
  const { github, store, clock } = context;
  const issues = await github.issues({ labels: [HALT_LABEL], state: "open" });
  const open = issues.map(haltOf);
  let changed = await begin(open, key, context);
  for (const halt of await store.standingHalts(key)) {
    if (open.some(({ issue }) => issue === halt.issue)) continue;
    changed = (await settleHalt(halt, key, context)) || changed;
  }
  const standing = await store.standingHalts(key);
  const [first] = standing;
  if (changed) await sendRequests(key, context);
  if (!first) return {};
  const underWay = await stopRuns(key, first, context);
  for (const halt of open) await tellOfStopped(halt, underWay, key, context);
  return underWay.length > 0
    ? { lookAgainAt: new Date(clock().getTime() + SOON_MS) }
    : {};
}

/** @returns whether one of them is new */
async function begin(
  open: readonly Halt[],
  { owner, repo }: KeyOf<"halt">,
  { store, clock }: LookContext,
): Promise<boolean> {
  let isNew = false;
  for (const halt of open)
    if (await store.beginHalt({ owner, repo }, halt, clock())) isNew = true;
  return isNew;
}

async function sendRequests(
  { installation, owner, repo }: KeyOf<"halt">,
  { store, queue }: LookContext,
): Promise<void> {
  for (const issue of await store.openRequests({ owner, repo }))
    await queue.send({ kind: "issue", installation, owner, repo, issue });
}

/** One comment in the halt's issue, which is written anew where it says something else. */
async function tellOfStopped(
  { issue }: Halt,
  underWay: readonly WorkflowRun[],
  { owner, repo }: KeyOf<"halt">,
  { github, store }: LookContext,
): Promise<void> {
  const stopped = await store.haltedRunsOf({ owner, repo, issue });
  const runs = stopped.map((run) => ({
    ...run,
    ended: !underWay.some(({ id }) => id === run.run),
  }));
  const body = `${STOPPED_MARKER}\n${renderStoppedRuns(runs)}`;
  const standing = findOwn(await github.comments(issue), STOPPED_MARKER);
  if (!standing) await github.createComment(issue, body);
  else if (!readsTheSame(standing.body, body))
    await github.updateComment(standing.id, body);
}
