import { hasMarker } from "../../core/incident/failure-marker.ts";
import type { Comment } from "../../core/request/observation.ts";
import type { IssueRef } from "../store/records.ts";
import type { LookContext } from "./context.ts";

/** An issue in which the app speaks. */
export interface Conversation {
  issue: IssueRef;
  /** The issue's page. */
  url: string;
  /** As they stand on GitHub, those included that were written during this look. */
  comments: Comment[];
  context: LookContext;
}

/** Our own comment with this hidden line in it. In somebody else's comment, or within a line, it means nothing. */
export function findOwn(
  comments: readonly Comment[],
  marker: string,
): Comment | undefined {
  return comments.find(({ ours, body }) => ours && hasMarker(body, marker));
}

export async function say(
  { issue, comments, context }: Conversation,
  body: string,
): Promise<Comment> {
  const comment = await context.github.createComment(issue.issue, body);
  comments.push(comment);
  return comment;
}

/** Whether two texts read the same; GitHub may keep line ends and blanks at the end in its own way. */
export function readsTheSame(one: string, other: string): boolean {
  return words(one) === words(other);
}

/** A text as it is compared. */
export function words(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
