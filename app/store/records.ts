import type { RunVerdict } from "../../core/journal/verdict.ts";
import type { Ask } from "../../core/request/request.ts";

/* What the store remembers, and how it is named. */

/** What GitHub said of a repository last. */
export interface KnownPlace {
  /** GitHub's, which stays the same whatever it is called. */
  id: number;
  /** The App's installation that reaches it. */
  installation: number;
  archived: boolean;
}

export interface LearnedPlace extends KnownPlace, RepositoryRef {}

/** A repository by its names; their case does not matter, as on GitHub. Every key of the reconciler is one too. */
export interface RepositoryRef {
  owner: string;
  repo: string;
}

export interface IssueRef extends RepositoryRef {
  issue: number;
}

/** What failed, whichever run it was: there is one open issue for each. */
export interface FailureRef extends RepositoryRef {
  experiment: string;
  environment: string;
}

/** How a request came to be. */
export type RequestSource =
  | { kind: "form" }
  /** `/chaos run` in that comment. */
  | { kind: "comment"; commentId: number }
  /** The gate step of that workflow run opened it. */
  | { kind: "workflow"; run: number }
  /** That attempt of a workflow run waits for an environment that this app protects. */
  | { kind: "protection"; run: number; attempt: number };

export interface NewRequest {
  installation: number;
  requester: string;
  source: RequestSource;
  openedAt: Date;
}

/** What a request asks for, without the words around it. */
export type Asked = Pick<Ask, "experiment" | "environment">;

/** The one status comment of a request. */
export interface StatusComment {
  commentId: number;
  /** A hash over the body as it was written last. */
  hash: string;
}

/** Starting the workflow for a request, which happens once. */
export interface Dispatch {
  /** Unguessable; travels as an input of the workflow, so that a run can be found by it. */
  correlation: string;
  intendedAt: Date;
  /** How often GitHub was asked to start it. */
  attempts: number;
  /** When GitHub was asked last. */
  attemptedAt?: Date;
  run?: DispatchedRun;
  /** When it was last known that nothing has to stop the run. */
  watchedAt?: Date;
  /** That the run is stopped before its end, and why: a sentence. */
  stopped?: { because: string; at: Date };
}

/** A dispatch of a request that is not over, and what it starts. */
export interface LiveDispatch extends Dispatch, Asked {
  issue: number;
}

export interface DispatchedRun {
  id: number;
  url: string;
}

/** An attempt of a run that asks to be let into an environment, as GitHub calls it. */
export interface ProtectionRef extends RepositoryRef {
  run: number;
  attempt: number;
  environment: string;
}

export interface ProtectionRecord extends Omit<
  ProtectionRef,
  keyof RepositoryRef
> {
  /** The code of the latest status report, and how many there were. */
  report?: string;
  reports: number;
  /** What GitHub was going to be told; written down before it is. */
  intent?: "approved" | "rejected";
  /** What came of it; absent while it waits. */
  outcome?: "approved" | "rejected" | "bypassed" | "gone";
}

/** A finished workflow run, judged. */
export interface RunRecord {
  /** The workflow run's id and attempt. */
  run: number;
  attempt: number;
  experiment: string;
  environment: string;
  /** The file in .github/workflows that ran it. */
  workflow: string;
  digest: string;
  commit: string;
  verdict: RunVerdict;
  /** One plain sentence that says why. */
  reason: string;
  /** Markdown: the journal's summary; absent where there was no journal. */
  summary?: string;
  /** Whether the run is to be filed as a failure. */
  failed: boolean;
  startedAt: Date;
  endedAt: Date;
  url: string;
  /** The request that asked for the run, where one did. */
  request?: number;
}

/** The issue in which the failures of one experiment in one environment are gathered. */
export interface FailureIssue {
  issue: number;
  /** How many runs it tells of. */
  count: number;
}

/** A run that a halt stopped, or is stopping. */
export interface HaltedRun {
  run: number;
  attempt: number;
  title: string;
  url: string;
  /** When it was first told to stop. */
  at: Date;
}

/** A decision with everything that it was made from. */
export interface StoredDecision {
  at: Date;
  decision: "allow" | "hold" | "refuse";
  /** What it says, as text that can be compared. */
  says: string;
  /** As core/gate/recorded/record.ts writes it; absent where it is too large to be kept. */
  record?: string;
}

/** An appended fact: what was done or decided, of which thing, and on what. */
export interface AuditEvent extends RepositoryRef {
  at: Date;
  /** What it is about: `issue:12`, `run:99`, … */
  subject: string;
  /** What happened, in a word or two: `phase`, `pin`, `dispatch`, `answer`, … */
  kind: string;
  /** Anything that JSON can carry. */
  data: Record<string, unknown>;
}
