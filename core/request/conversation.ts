import type { Command, CommandProblem } from "./command.ts";
import type { Comment, RequestRecord } from "./observation.ts";
import { parseCommands } from "./parse-commands.ts";
import type { Pin } from "./request.ts";

/** What people can say to a request; `/chaos run` and `/chaos halt` are said to the repository. */
export type RequestCommand = Exclude<
  Command | CommandProblem,
  | { kind: "run" }
  | { kind: "halt" }
  | { kind: "problem"; code: "malformed-run" }
>;

/** A comment that says something to the request, or did before it was edited. */
export interface Saying {
  comment: Comment;
  commands: RequestCommand[];
  /** The pin that was in force when it was written; absent before the first. */
  pin?: Pin;
}

/** Everything that people said to the request, in the order in which they said it. */
export function readConversation(
  comments: readonly Comment[],
  record: Pick<RequestRecord, "pins" | "answers">,
): Saying[] {
  return comments
    .filter(({ ours }) => !ours)
    .toSorted((one, other) => one.id - other.id)
    .map((comment) => {
      const commands = parseCommands(comment.body).filter(isToRequest);
      const pin = record.pins.findLast(
        ({ announcedBy }) => announcedBy < comment.id,
      );
      return { comment, commands, ...(pin && { pin }) };
    })
    .filter(
      ({ comment, commands }) =>
        commands.length > 0 || record.answers.has(comment.id),
    );
}

function isToRequest(
  command: Command | CommandProblem,
): command is RequestCommand {
  return (
    command.kind !== "run" &&
    command.kind !== "halt" &&
    !(command.kind === "problem" && command.code === "malformed-run")
  );
}
