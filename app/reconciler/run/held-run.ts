import type { Policy } from "../../../core/policy/schema.ts";
import { renderHeldAgain } from "../../../core/render/failure.ts";
import { linksOfIssue } from "../../../core/render/links.ts";
import type { RunRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { findOwn } from "../conversation.ts";
import { openFailureIssue, runMarker } from "../failure/failure-issue.ts";
import type { KeyOf } from "../key.ts";

/** Tells of a run that held in the open issue about the failures before it, where there is one; closes it if it may. */
export async function tellOfHeldRun(
  { owner, repo }: KeyOf<"run">,
  run: RunRecord,
  { failures }: Policy,
  context: LookContext,
): Promise<void> {
  const { experiment, environment } = run;
  const failure = { owner, repo, experiment, environment };
  if (!(await context.store.failureIssue(failure))) return;
  const issue = await openFailureIssue(failure, context);
  if (!issue || run.endedAt < issue.createdAt) return;
  const comments = await context.github.comments(issue.number);
  if (!findOwn(comments, runMarker(run))) {
    const text = renderHeldAgain(run, linksOfIssue(issue.url));
    await context.github.createComment(
      issue.number,
      `${text}\n\n${runMarker(run)}`,
    );
  }
  if (failures.close_when_held) {
    await context.github.closeIssue(issue.number, "completed");
  }
}
