import type { WorkflowFile } from "./actions/workflow-file.ts";
import type { Commit } from "./emulate/repository-files.ts";

/** A workflow run as the local GitHub keeps it. */
export interface Run {
  id: number;
  /** Counted for each workflow. */
  number: number;
  workflow: { id: number; path: string; name: string };
  /** As it was at the run's commit. */
  file: WorkflowFile;
  title: string;
  /** Login of who started it. */
  actor: string;
  /** The name of the branch or tag that it runs on. */
  branch: string;
  /** The same in full: `refs/heads/…` or `refs/tags/…`. */
  ref: string;
  commit: Commit;
  inputs: Record<string, string | number | boolean>;
  /** Counted from 1: a re-run is the next attempt of the same run. */
  attempt: number;
  /** `waiting`: for the protection rules of an environment. */
  status: "waiting" | "queued" | "in_progress" | "completed";
  conclusion: Conclusion | null;
  /** Somebody asked for it to be cancelled. */
  cancelled: boolean;
  createdAt: Date;
  startedAt: Date;
  updatedAt: Date;
  log: string[];
  /** Markdown, one entry a step that wrote any. */
  summary: string[];
  artifacts: Artifact[];
}

export type Conclusion =
  "success" | "failure" | "cancelled" | "timed_out" | "skipped";

export interface Artifact {
  id: number;
  name: string;
  zip: Uint8Array;
  createdAt: Date;
  expiresAt: Date;
}
