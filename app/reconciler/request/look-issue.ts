import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { lookRequest } from "./look-request.ts";
import { openRequest } from "./open-request.ts";
import { REQUEST_LABEL } from "./request-label.ts";
import { answerRunCommands } from "./run-command.ts";

/** Looks at an issue: at the `/chaos run` commands in it, and, where it is a request, at the request. */
export async function lookIssue(
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<LookResult> {
  const issue = await context.github.issue(key.issue);
  if (!issue) return {};
  await answerRunCommands(key, issue, context);
  if (await context.store.recordFor(key)) return lookRequest(key, context);
  if (!issue.open || !issue.labels.includes(REQUEST_LABEL)) return {};
  const opened = await openRequest(key, issue, context);
  return opened.state === "open"
    ? lookRequest(key, context)
    : { lookAgainAt: opened.lookAgainAt };
}
