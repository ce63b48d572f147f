import { hasMarker } from "../../../core/incident/failure-marker.ts";
import {
  renderFailedAgain,
  renderFailureIssue,
  type ToldRun,
  withFailureCount,
} from "../../../core/render/failure.ts";
import { linksOfRun } from "../../../core/render/links.ts";
import type { Guidance } from "../../../core/incident/guidance.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { RunRecord } from "../../store/records.ts";
import type { LookContext, LookResult } from "../context.ts";
import { findOwn } from "../conversation.ts";
import { observeGuidance } from "./failure-guidance.ts";
import { openFailureIssue, runMarker } from "./failure-issue.ts";
import { overriddenGates } from "./overridden-gates.ts";
import type { KeyOf } from "../key.ts";

/** Files what failed since the last look, the oldest first: in the one open issue, or in a new one. */
export async function lookFailure(
  key: KeyOf<"failure">,
  context: LookContext,
): Promise<LookResult> {
  for (const failed of await context.store.unfiledFailures(key)) {
    const overridden = await overriddenGates(failed, key, context);
    const run = { ...failed, overridden };
    const issue = await file(run, key, context);
    await context.store.recordFiled(key, issue, [run], context.clock());
  }
  return {};
}

/** A run that failed, and what it was started against. */
type FailedRun = RunRecord & Pick<ToldRun, "overridden">;

/** The number of the issue that tells of the run now. */
async function file(
  run: FailedRun,
  key: KeyOf<"failure">,
  context: LookContext,
): Promise<number> {
  const standing = await openFailureIssue(key, context);
  const guidance = await observeGuidance(run, context);
  if (!standing) {
    const links = linksOfRun(run.url);
    const { body, ...issue } = renderFailureIssue(run, guidance, links);
    const opened = await context.github.createIssue({
      ...issue,
      body: `${body}\n\n${runMarker(run)}`,
    });
    return opened.number;
  }
  if (!hasMarker(standing.body, runMarker(run))) {
    await addTo(standing, run, guidance, key, context);
  }
  return standing.number;
}

async function addTo(
  issue: Issue,
  run: FailedRun,
  guidance: Guidance,
  key: KeyOf<"failure">,
  { github, store }: LookContext,
): Promise<void> {
  const remembered = await store.failureIssue(key);
  const before = remembered?.issue === issue.number ? remembered.count : 1;
  const count = before + 1;
  const comments = await github.comments(issue.number);
  if (!findOwn(comments, runMarker(run))) {
    const text = renderFailedAgain(run, count, guidance, issue);
    await github.createComment(issue.number, `${text}\n\n${runMarker(run)}`);
  }
  const body = withFailureCount(issue.body, count);
  if (body !== issue.body) await github.updateIssue(issue.number, { body });
}
