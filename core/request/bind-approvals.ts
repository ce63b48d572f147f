import type { Approval, Override } from "../gate/facts.ts";
import { samePerson } from "../gate/role-holders.ts";
import type { RequestCommand, Saying } from "./conversation.ts";
import type { RequestRecord } from "./observation.ts";
import type { Pin } from "./request.ts";

/** An approval, and what it was given for. */
interface BoundApproval {
  approval: Approval;
  pin: Pin;
}

/** One person's word that gates are to be overridden, and what it was given for. */
interface BoundOverride {
  override: Override;
  pin: Pin;
}

export interface BoundApprovals {
  /** Those that were not taken back, oldest first, whichever pin they are bound to. */
  standing: BoundApproval[];
  /** Those that were not taken back either, in the same order. */
  overrides: BoundOverride[];
  /** Comments with a `/chaos withdraw` that took something back. */
  withdrawals: ReadonlySet<number>;
}

/**
 * Binds each approval and override to the pin that was in force when it was written, and to nothing where there was none yet. A
 * comment that was edited afterwards says nothing; whether a person's word counts is for the gate to say.
 */
export function bindApprovals(
  sayings: readonly Saying[],
  answers: RequestRecord["answers"],
): BoundApprovals {
  let standing: BoundApproval[] = [];
  let overrides: BoundOverride[] = [];
  const withdrawals = new Set<number>();
  const gone = goneWithdrawals(sayings, answers);
  let last = 0;
  for (const saying of sayings) {
    const { id, author } = saying.comment;
    if (last < gone && gone < id) [standing, overrides] = [[], []];
    last = id;
    for (const word of effective(saying, answers)) {
      if (word.kind === "approve") standing.push(...approvalOf(saying, word));
      if (word.kind === "override") overrides.push(...overrideOf(saying, word));
      if (word.kind !== "withdraw") continue;
      const before = standing.length + overrides.length;
      standing = standing.filter(
        ({ approval }) => !samePerson(approval.person, author),
      );
      overrides = overrides.filter(
        ({ override }) => !samePerson(override.person, author),
      );
      if (standing.length + overrides.length < before) withdrawals.add(id);
    }
  }
  if (last < gone) [standing, overrides] = [[], []];
  return { standing, overrides, withdrawals };
}

/**
 * The latest withdrawal that is not there any more, 0 where there is none. Whoever may push may delete it, and whose it
 * was can't be told then: so nothing counts that was said before it.
 */
function goneWithdrawals(
  sayings: readonly Saying[],
  answers: RequestRecord["answers"],
): number {
  const there = new Set(sayings.map(({ comment }) => comment.id));
  return Math.max(
    0,
    ...[...answers].flatMap(([id, code]) =>
      code === "withdrawn" && !there.has(id) ? [id] : [],
    ),
  );
}

type Word = Extract<
  RequestCommand,
  { kind: "approve" | "override" | "withdraw" }
>;

/** What a comment says and takes back. Editing it takes back what it says, and never what it took back. */
function effective(
  { comment, commands }: Saying,
  answers: RequestRecord["answers"],
): Word[] {
  if (comment.edited)
    return answers.get(comment.id) === "withdrawn"
      ? [{ kind: "withdraw" }]
      : [];
  return commands.filter(
    (command) =>
      command.kind === "approve" ||
      command.kind === "override" ||
      command.kind === "withdraw",
  );
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

function overrideOf(
  { comment, pin }: Saying,
  { gates, reason }: Extract<Word, { kind: "override" }>,
): BoundOverride[] {
  if (!pin) return [];
  const override = {
    person: comment.author,
    gates,
    reason,
    at: comment.createdAt,
    digest: pin.digest,
    link: comment.url,
  };
  return [{ override, pin }];
}
