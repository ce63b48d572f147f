import type { Answer, AnswerOutcome } from "../answer.ts";
import { approvalOutcome } from "../approval-outcome.ts";
import { approvingRoles, endsRequest } from "../authority.ts";
import type { RequestCommand, Saying } from "../conversation.ts";
import type { Effect } from "../effect.ts";
import { overrideOutcome } from "../override-outcome.ts";
import { isOver, type Phase } from "../request.ts";
import type { Situation } from "../situation.ts";

/** From graver to lighter: of several outcomes in one comment the gravest is told. */
const GRAVITY: readonly AnswerOutcome["code"][] = [
  "not-understood",
  "unknown-role",
  "not-in-role",
  "no-role",
  "not-overridable",
  "no-override",
  "not-named",
  "own-request",
  "own-override",
  "before-pin",
  "policy-unusable",
  "not-allowed-to-cancel",
  "nothing-to-withdraw",
  "already-started",
  "over",
  "denied",
  "cancelled",
  "withdrawn",
  "overridden",
  "approved",
  "help",
  "rechecked",
];

/**
 * Answers each comment once it can be told what became of it, and once more where it was edited after that.
 *
 * @param phase the phase that the request is in, or enters with this plan
 */
export function planAnswers(situation: Situation, phase: Phase): Effect[] {
  const { answers } = situation.observation.record;
  return situation.sayings.flatMap((saying): Effect[] => {
    const { id: commentId, author, edited } = saying.comment;
    const told = answers.get(commentId);
    const outcome = edited
      ? editedOutcome(saying, told)
      : told === undefined && outcomeOf(saying, situation, phase);
    if (!outcome || outcome.code === told) return [];
    const answer: Answer = { commentId, author, outcome };
    return [{ kind: "answer", answer }];
  });
}

/** An edited comment is told so where it commands something, or counted before. */
function editedOutcome(
  { commands }: Saying,
  told: string | undefined,
): AnswerOutcome | undefined {
  return commands.length > 0 || told === "approved" || told === "overridden"
    ? { code: "edited" }
    : undefined;
}

function outcomeOf(
  saying: Saying,
  situation: Situation,
  phase: Phase,
): AnswerOutcome | undefined {
  const outcomes = saying.commands.map((command) =>
    commandOutcome(command, saying, situation, phase),
  );
  const known = outcomes.filter((outcome) => outcome !== undefined);
  if (known.length < outcomes.length) return undefined;
  const gravest = known.toSorted(
    (one, other) => GRAVITY.indexOf(one.code) - GRAVITY.indexOf(other.code),
  )[0];
  if (gravest?.code !== "approved") return gravest;
  const roles = known.flatMap((outcome) =>
    outcome.code === "approved" ? outcome.roles : [],
  );
  return { code: "approved", roles: [...new Set(roles)] };
}

/** Undefined where it can't be told yet. */
function commandOutcome(
  command: RequestCommand,
  saying: Saying,
  situation: Situation,
  phase: Phase,
): AnswerOutcome | undefined {
  const { author, id } = saying.comment;
  switch (command.kind) {
    case "problem":
      return { code: "not-understood", problem: command };
    case "help":
      return { code: "help" };
    case "recheck":
      return { code: isOver(phase) ? "over" : "rechecked" };
    case "approve":
      if (phase !== "open") return late(phase);
      return approvalOutcome(command, saying, situation);
    case "override":
      if (phase !== "open") return late(phase);
      return overrideOutcome(command, saying, situation);
    case "withdraw":
      if (phase !== "open") return late(phase);
      return situation.approvals.withdrawals.has(id)
        ? { code: "withdrawn" }
        : { code: "nothing-to-withdraw" };
    case "deny":
    case "cancel":
      return endOutcome(command, author, situation, phase);
  }
}

function endOutcome(
  command: RequestCommand & { kind: "deny" | "cancel" },
  author: string,
  situation: Situation,
  phase: Phase,
): AnswerOutcome | undefined {
  const ends = endsRequest(command, author, situation);
  if (isOver(phase)) return endedBy(command, ends, phase);
  if (ends === undefined) return undefined;
  if (!ends)
    return command.kind === "cancel"
      ? { code: "not-allowed-to-cancel" }
      : { code: "no-role", wanted: approvingRoles(situation) ?? [] };
  // What may end it has done so before this, or waits for the run that it has to stop.
  return phase === "running" ? { code: "cancelled" } : undefined;
}

/** Whoever ended the request is told so, and everybody after them that it is over. */
function endedBy(
  command: RequestCommand & { kind: "deny" | "cancel" },
  ends: boolean | undefined,
  phase: Phase,
): AnswerOutcome {
  if (ends && command.kind === "deny" && phase === "denied")
    return { code: "denied" };
  if (ends && command.kind === "cancel" && phase === "cancelled")
    return { code: "cancelled" };
  return { code: "over" };
}

function late(phase: Phase): AnswerOutcome {
  return { code: isOver(phase) ? "over" : "already-started" };
}
