import type { GateName } from "../gate/verdict.ts";
import type { CommandProblem } from "./command.ts";

/** How a comment with a command is answered: a reaction always, words only where they help. */
export interface Answer {
  commentId: number;
  /** Who gets the answer. */
  author: string;
  outcome: AnswerOutcome;
}

export type AnswerOutcome =
  | { code: "approved"; roles: string[] }
  /** Counts towards an override. */
  | { code: "overridden" }
  /** The policy lets nobody override anything here. */
  | { code: "no-override" }
  /** The policy does not name this person. */
  | { code: "not-named"; people: string[] }
  /** The policy does not let these gates be overridden. */
  | { code: "not-overridable"; gates: GateName[]; allowed: GateName[] }
  | { code: "denied" }
  | { code: "withdrawn" }
  | { code: "cancelled" }
  | { code: "rechecked" }
  | { code: "help" }
  /** Everything stops, from now on or since before. */
  | { code: "halted"; issue: number; url: string }
  | { code: "halted-before"; issue: number; url: string }
  | { code: "not-allowed-to-halt" }
  /** A request was opened for `/chaos run`. */
  | { code: "request-opened"; issue: number; url: string }
  /** No role that the policy asks for is held by this person. */
  | { code: "no-role"; wanted: string[] }
  /** `as <role>`, and the person does not hold it. */
  | { code: "not-in-role"; role: string; holders: string[] }
  | { code: "unknown-role"; role: string; suggestion?: string }
  | { code: "own-request" }
  /** The requester may not be one of those who override. */
  | { code: "own-override" }
  | { code: "edited" }
  /** Given before the pin that is in force. */
  | { code: "before-pin" }
  /** The workflow was started already: approvals are of no use any more. */
  | { code: "already-started" }
  | { code: "nothing-to-withdraw" }
  | { code: "not-allowed-to-cancel" }
  | { code: "over" }
  | { code: "policy-unusable" }
  | { code: "run-refused"; reason: string }
  | { code: "not-understood"; problem: CommandProblem };
