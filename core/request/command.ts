import type { GateName } from "../gate/verdict.ts";

/** What people can say in a comment, one command a line. */
export type Command =
  | { kind: "approve"; role?: string }
  | { kind: "deny"; reason: string }
  | { kind: "withdraw" }
  /** Break glass; each gate once. */
  | { kind: "override"; gates: GateName[]; reason: string }
  | { kind: "cancel" }
  | { kind: "recheck" }
  | { kind: "help" }
  /** Said to the repository: everything stops. */
  | { kind: "halt"; reason: string }
  | { kind: "run"; experiment: string; environment: string };

/** A line that begins like a command and is none: what is wrong with it. */
export interface CommandProblem {
  kind: "problem";
  /** `unknown-command`, `missing-reason`, `malformed-run`, … */
  code:
    | "unknown-command"
    | "missing-reason"
    | "malformed-run"
    | "malformed-approve"
    | "malformed-override"
    | "unknown-gate"
    | "unexpected-words";
  /** The line as written, at most 200 characters. */
  line: string;
  /** The command that was probably meant. */
  suggestion?: string;
}
