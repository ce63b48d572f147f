import type { Approval } from "../gate/facts.ts";
import { samePerson } from "../gate/role-holders.ts";
import type { Saying } from "./conversation.ts";
import type { RequestRecord } from "./observation.ts";
import type { Pin } from "./request.ts";

/** An approval, and what it was given for. */
interface BoundApproval {
  approval: Approval;
  pin: Pin;
}

export interface BoundApprovals {
  /** Those that were not taken back, oldest first, whichever pin they are bound to. */
  standing: BoundApproval[];
  /** Comments with a `/chaos withdraw` that took something back. */
  withdrawals: ReadonlySet<number>;
}

/**
 * Binds each approval to the pin that was in force when it was written, and to nothing where there was none yet. A
 * comment that was edited afterwards approves nothing; whether a person's approval counts is for the gate to say.
 */
export function bindApprovals(
  sayings: readonly Saying[],
  answers: RequestRecord["answers"],
): BoundApprovals {
  let standing: BoundApproval[] = [];
  const withdrawals = new Set<number>();
  for (const saying of sayings) {
    const { id, author } = saying.comment;
    for (const kind of effective(saying, answers)) {
      if (kind === "withdraw") {
        const others = standing.filter(
          ({ approval }) => !samePerson(approval.person, author),
        );
        if (others.length < standing.length) withdrawals.add(id);
        standing = others;
      } else standing.push(...approvalOf(saying, kind));
    }
  }
  return { standing, withdrawals };
}

type Word = "withdraw" | { role?: string };

/** What a comment approves and withdraws. Editing it takes back its approvals, and never what it withdrew. */
function effective(
  { comment, commands }: Saying,
  answers: RequestRecord["answers"],
): Word[] {
  if (comment.edited)
    return answers.get(comment.id) === "withdrawn" ? ["withdraw"] : [];
  return commands.flatMap((command): Word[] => {
    if (command.kind === "withdraw") return ["withdraw"];
    return command.kind === "approve" ? [command] : [];
  });
}

function approvalOf(
  { comment, pin }: Saying,
  { role }: { role?: string },
): BoundApproval[] {
  if (!pin) return [];
  const approval = {
    person: comment.author,
    at: comment.createdAt,
    digest: pin.digest,
    link: comment.url,
    ...(role === undefined ? {} : { role }),
  };
  return [{ approval, pin }];
}
