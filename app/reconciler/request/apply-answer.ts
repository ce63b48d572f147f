import { linksOfIssue } from "../../../core/render/links.ts";
import { renderAnswer } from "../../../core/render/answer.ts";
import type { Answer } from "../../../core/request/answer.ts";
import type { Comment } from "../../../core/request/observation.ts";
import { audit } from "../audit.ts";
import { readsTheSame, say, type Conversation } from "../conversation.ts";

/** Answers a comment: with a reaction, with words where there are any, and by remembering that it was answered. */
export async function applyAnswer(
  answer: Answer,
  conversation: Conversation,
): Promise<void> {
  const { issue, url, comments, context } = conversation;
  const { commentId, author, outcome } = answer;
  const { reaction, reply } = renderAnswer(answer, linksOfIssue(url));
  await context.github.react(commentId, reaction);
  if (reply !== undefined && !isSaid(reply, comments)) {
    await say(conversation, reply);
  }
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "answer",
    data: { commentId, author, outcome },
  });
  await context.store.recordAnswer(issue, commentId, outcome.code);
}

/** A comment that is answered a second time, as it was edited, gets other words: so the words are compared. */
function isSaid(reply: string, comments: readonly Comment[]): boolean {
  return comments.some(({ ours, body }) => ours && readsTheSame(body, reply));
}
