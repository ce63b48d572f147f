import type { LookContext, LookResult } from "../context.ts";
import type { KeyOf } from "../key.ts";
import { lookRequest } from "./look-request.ts";
import { openRequest } from "./open-request.ts";
import { REQUEST_LABEL } from "./request-label.ts";
import { answerCommands } from "../command/answer-commands.ts";

/** Looks at an issue or a pull request: at what is said to the repository there; and at a request. */
export async function lookIssue(
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<LookResult> {
  const issue = await context.github.issue(key.issue);
  if (issue || (await context.github.pullRequest(key.issue)))
    await answerCommands(key, context);
  if (!issue) return {};
  if (await context.store.recordFor(key))
    return lookRequest(key, issue, context);
  if (!issue.open || !issue.labels.includes(REQUEST_LABEL)) return {};
  const opened = await openRequest(key, issue, context);
  return opened.state === "open"
    ? lookRequest(key, issue, context)
    : { lookAgainAt: opened.lookAgainAt };
}
