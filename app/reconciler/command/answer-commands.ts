import type { AnswerOutcome } from "../../../core/request/answer.ts";
import type { Comment } from "../../../core/request/observation.ts";
import type { LookContext } from "../context.ts";
import { haltOutcome } from "../halt/halt-command.ts";
import type { KeyOf } from "../key.ts";
import { applyAnswer } from "../request/apply-answer.ts";
import { runOutcome } from "../request/run-command.ts";

/** Does what comments in an issue or pull request say to the repository and that has not been answered yet. */
export async function answerCommands(
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<void> {
  const comments = await context.github.comments(key.issue);
  const { owner, repo, issue } = key;
  const answered = await context.store.answersIn(key);
  for (const comment of comments) {
    if (comment.ours || answered.has(comment.id)) continue;
    const outcome = await outcomeOf(comment, key, context);
    if (!outcome) continue;
    const { id: commentId, author, url } = comment;
    await applyAnswer(
      { commentId, author, outcome },
      { issue: { owner, repo, issue }, url, comments: [...comments], context },
    );
  }
}

/** Undefined where the comment says nothing to the repository. What stops comes before what starts. */
async function outcomeOf(
  comment: Comment,
  key: KeyOf<"issue">,
  context: LookContext,
): Promise<AnswerOutcome | undefined> {
  return (
    (await haltOutcome(comment, key, context)) ??
    (await runOutcome(comment, key, context))
  );
}
