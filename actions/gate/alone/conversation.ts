import type { Comment } from "../../../core/request/observation.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";

/** The comments of an issue in which the gate step speaks. What its token's login wrote is `ours`. */
export async function readComments(
  github: GitHubRepository,
  issue: number,
  author: string,
): Promise<Comment[]> {
  const comments = await github.comments(issue);
  return comments.map((comment) => asOurs(comment, author));
}

export async function say(
  github: GitHubRepository,
  issue: number,
  body: string,
): Promise<Comment> {
  return { ...(await github.createComment(issue, body)), ours: true };
}

function asOurs(comment: Comment, author: string): Comment {
  return { ...comment, ours: comment.author === author };
}
