import { endsRequest, unanswered } from "./authority.ts";
import type { RequestCommand } from "./conversation.ts";
import type { Situation } from "./situation.ts";

export type Ending =
  | { state: "decided"; phase: "denied" | "cancelled"; because: string }
  /** Somebody said so, and whether they may could not be learned: until then nothing may be started. */
  | { state: "undecided" };

/** Whether somebody ended the request before it was started: the first who may. */
export function findEnding(situation: Situation): Ending | undefined {
  let undecided = false;
  for (const { comment, commands } of unanswered(situation)) {
    for (const command of commands) {
      const ends = endsRequest(command, comment.author, situation);
      if (ends)
        return { state: "decided", ...wordsOf(command, comment.author) };
      undecided ||= ends === undefined;
    }
  }
  return undecided ? { state: "undecided" } : undefined;
}

function wordsOf(
  command: RequestCommand,
  author: string,
): { phase: "denied" | "cancelled"; because: string } {
  return command.kind === "deny"
    ? { phase: "denied", because: `${author} denied it: ${command.reason}` }
    : { phase: "cancelled", because: `${author} cancelled it.` };
}
