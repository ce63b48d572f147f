import { personKey, samePerson } from "../gate/role-holders.ts";
import type { EnvironmentRule } from "../policy/schema.ts";
import { type Announcement, readAnnouncement } from "./announcement.ts";
import type { Comment, RequestObservation } from "./observation.ts";
import { parseCommands } from "./parse-commands.ts";
import type { Pin } from "./request.ts";
import { readReviewMark } from "./review-mark.ts";

/** A request that nobody remembers but its issue. */
export type StandingRequest =
  | { state: "open"; announced: Announcement; pins: Pin[] }
  /** The gate step announced nothing in it. */
  | { state: "none" }
  /** A run went on with it: the first that said so. */
  | { state: "used"; by: { run: number; comment: number } }
  /** The gate step changes no comment of its own: somebody else did, and what it said is not known. */
  | { state: "tampered"; link: string };

/** Reads a request out of the comments of its issue. What is `ours` in them has to be what the gate step wrote. */
export function readStandingRequest(
  comments: readonly Comment[],
): StandingRequest {
  const ours = comments
    .filter((comment) => comment.ours)
    .toSorted((one, other) => one.id - other.id);
  const changed = ours.find(({ edited }) => edited);
  if (changed) return { state: "tampered", link: changed.url };
  const announcements = ours.flatMap(({ id, body }) => {
    const announced = readAnnouncement(body);
    return announced ? [{ id, announced }] : [];
  });
  const [first] = announcements;
  if (!first) return { state: "none" };
  const [used] = ours.flatMap(({ id: comment, body }) => {
    const said = readReviewMark(body);
    return said ? [{ run: said.reviewed.run, comment }] : [];
  });
  if (used) return { state: "used", by: used };
  const pins = announcements.map(({ id, announced }) => ({
    ...announced.pin,
    announcedBy: id,
  }));
  return { state: "open", announced: first.announced, pins };
}

/**
 * Comments of people whose word counts that were edited and not followed by a word of theirs: where nobody remembers
 * what they said, it may have been a no.
 */
export function unclearWords(
  comments: readonly Comment[],
  { record, facts }: Pick<RequestObservation, "record" | "facts">,
  rule: EnvironmentRule,
): Comment[] {
  const { holders } = facts;
  const heard = new Set(
    [
      record.requester,
      ...(holders.known ? holders.value.map(({ person }) => person) : []),
      ...(rule.override?.people ?? []),
    ].map(personKey),
  );
  return comments.filter(
    (comment) =>
      comment.edited &&
      !comment.ours &&
      heard.has(personKey(comment.author)) &&
      !comments.some((later) => isWordAfter(comment, later)),
  );
}

const WORDS = ["approve", "override", "withdraw", "deny", "cancel"];

function isWordAfter(edited: Comment, later: Comment): boolean {
  return (
    later.id > edited.id &&
    !later.edited &&
    samePerson(later.author, edited.author) &&
    parseCommands(later.body).some(({ kind }) => WORDS.includes(kind))
  );
}
