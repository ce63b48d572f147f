import { createHash } from "node:crypto";
import { linksOfIssue } from "../../../core/render/links.ts";
import {
  renderStatus,
  STATUS_MARKER,
  statusSays,
} from "../../../core/render/status.ts";
import type { Comment } from "../../../core/request/observation.ts";
import type { StatusView } from "../../../core/request/status.ts";
import type { Target } from "./apply.ts";
import { findOwn, readsTheSame, say, words } from "../conversation.ts";

/**
 * Makes the one status comment say this. Nothing is written where it says so already, or only measured values and
 * evidence would change; what somebody else made of it is written over.
 */
export async function applyStatus(
  view: StatusView,
  target: Target,
): Promise<void> {
  const body = renderStatus(view, linksOfIssue(target.url));
  const { standing, hash } = await findStatus(target);
  if (standing && readsTheSame(standing.body, body)) {
    await remember(standing, target);
    return;
  }
  if (!standing) {
    await remember(await say(target, body), target);
    return;
  }
  const isOurs = hashOf(standing.body) === hash;
  if (isOurs && statusSays(standing.body) === statusSays(body)) return;
  await target.context.github.updateComment(standing.id, body);
  standing.body = body;
  standing.edited = true;
  await remember(standing, target);
}

/**
 * Writes the first status comment where there is none. Having just been written, it can announce a pin: nobody has
 * answered to it yet. A status that was changed since cannot.
 *
 * @returns undefined where another status stands there
 */
export async function announceByStatus(
  view: StatusView,
  target: Target,
): Promise<Comment | undefined> {
  const body = renderStatus(view, linksOfIssue(target.url));
  const { standing } = await findStatus(target);
  if (standing) {
    const fresh = !standing.edited && readsTheSame(standing.body, body);
    return fresh ? standing : undefined;
  }
  const comment = await say(target, body);
  await remember(comment, target);
  return comment;
}

/** The comment that is remembered, else, after an interruption, the one that bears our mark; none where it was deleted. */
async function findStatus({ issue, comments, context }: Target): Promise<{
  standing?: Comment | undefined;
  /** As it was written last. */
  hash?: string | undefined;
}> {
  const remembered = await context.store.statusComment(issue);
  const standing =
    comments.find(({ id }) => id === remembered?.commentId) ??
    findOwn(comments, STATUS_MARKER);
  return { standing, hash: remembered?.hash };
}

async function remember(
  { id: commentId, body }: Comment,
  { issue, context }: Target,
): Promise<void> {
  const hash = hashOf(body);
  await context.store.recordStatusComment(issue, { commentId, hash });
}

function hashOf(body: string): string {
  return createHash("sha256").update(words(body)).digest("hex");
}
