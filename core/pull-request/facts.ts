import type { Above } from "../policy/check.ts";
import type { Policy } from "../policy/schema.ts";

/** How a change, which mostly is a pull request, changes one file. */
export interface FileChange {
  path: string;
  /** Where it was before, where it moved. */
  before?: string;
  /** `unchanged` where all files are looked at, whatever a change does to them. */
  change: "added" | "changed" | "removed" | "renamed" | "unchanged";
}

/** The policy at the head of the branch that the pull request goes into. */
export type BasePolicy =
  | { state: "valid"; policy: Policy }
  | { state: "invalid" }
  | { state: "missing" };

export type FileKind = "experiment" | "policy" | "workflow" | "calendar";

/** What stands in a file at the head of the pull request. */
export type FileContent =
  | { state: "text"; text: string; digest: string }
  /** It is gone, or no longer where it counts. */
  | { state: "removed" }
  | { state: "binary" }
  | { state: "too-large"; size: number; limit: number }
  /** A link, a submodule or a folder. */
  | { state: "no-file" }
  /** Nothing is there, although the change says so: another commit is checked out. */
  | { state: "missing" }
  /** More files are touched than are read at once. */
  | { state: "not-read" };

/** A file that bears on experiments. */
export interface TouchedFile {
  path: string;
  kind: FileKind;
  change: FileChange["change"];
}

export interface FileFacts extends TouchedFile {
  content: FileContent;
  /** What an experiment says on the branch that the pull request goes into; absent where it is new or can't be read. */
  before?: string;
}

/** A request that is open, and what its approvals are bound to. */
export interface BoundRequest {
  issue: number;
  path: string;
  digest: string;
}

/** All that is known of a pull request. */
export interface PullRequestFacts {
  policy: BasePolicy;
  above: Above;
  files: FileFacts[];
  /** Workflows and calendars that the policy names after a merge, and that are not there then. */
  absent: string[];
  /** How many of the files that it changes GitHub does not list. */
  unlisted: number;
  /** Requests whose experiment would be taken from the branch that this goes into. */
  requests: BoundRequest[];
}
