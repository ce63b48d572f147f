import type { BlastRadius } from "../experiment/blast-radius.ts";
import type { GateFacts } from "../gate/facts.ts";
import type { Policy } from "../policy/schema.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { StopReading } from "./watch.ts";
import type { Ask, Phase, Pin, RequestRun, RunJudgement } from "./request.ts";

/** A comment on an issue as it stands now. */
export interface Comment {
  id: number;
  /** The author's login. */
  author: string;
  /** Whether this app itself wrote it (by `performed_via_github_app`, never by a marker in the text). */
  ours: boolean;
  body: string;
  createdAt: Date;
  /** Whether it was changed after it was written: such a comment commands nothing. */
  edited: boolean;
  url: string;
}

/** What the app remembers of a request; everything else is looked up anew. */
export interface RequestRecord {
  requester: string;
  /** The run that waits for this request, where it was opened for one: it is let go on instead of another started. */
  holds?: { run: number; attempt: number };
  openedAt: Date;
  phase: Phase;
  /** Why it entered this phase, as the effect said; absent until it left `open`. */
  because?: string;
  /** Every pin so far, oldest first; the last one is in force. */
  pins: Pin[];
  statusCommentId?: number;
  /** Comments that were answered, and how: the code of the latest answer. */
  answers: ReadonlyMap<number, string>;
  /** Written before GitHub is asked to start the workflow. */
  dispatch?: {
    correlation: string;
    intendedAt: Date;
    /** How often GitHub was asked to start the workflow, and when last; written down before it is asked. */
    attempts: number;
    attemptedAt?: Date;
    /** When it was last known that nothing has to stop the run. */
    watchedAt?: Date;
    /** That the run is stopped before its end, and why: a sentence. */
    stopped?: { because: string; at: Date };
  };
}

/**
 * The policy on the default branch at one commit, together with what the organisation's file says at `organisation`, where
 * there is one.
 */
export type PolicyObservation =
  | { state: "valid"; commit: string; organisation?: string; policy: Policy }
  | {
      state: "invalid";
      commit: string;
      organisation?: string;
      /** Where `inOrganisation` is set, they stand in the organisation's file. */
      diagnostics: Diagnostic[];
      inOrganisation?: true;
    }
  | { state: "missing"; commit: string }
  | { state: "unreachable"; reason: string };

/** The experiment that the request names, on the default branch. */
export type ExperimentObservation =
  | {
      state: "found";
      path: string;
      digest: string;
      diagnostics: Diagnostic[];
      /** What it touches; absent where its shape is so wrong that nothing can be read of it. */
      radius?: BlastRadius;
    }
  /** No file, several files, too large, … : a sentence. */
  | { state: "unusable"; reason: string }
  | { state: "unreachable"; reason: string };

/** The workflow run that belongs to the request's dispatch. */
export type RunObservation =
  | { state: "none" }
  | {
      state: "found";
      run: RequestRun;
      /** The commit that it is of, where that is not the pinned one: somebody moved what it was started on. */
      strayed?: string;
      /** Where it was started on the default branch, because no tag can be made. */
      untagged?: true;
      judgement?: RunJudgement;
    }
  | { state: "unreachable"; reason: string };

/** The run that waits for the request, until it is the request's own. */
export type HeldRun =
  | { state: "waiting"; run: RequestRun; commit: string }
  /** It waits no more, and was not let go on by this request. */
  | { state: "over"; because: string }
  | { state: "unreachable"; reason: string };

/** The whole truth about one request, read anew at every look. */
export interface RequestObservation {
  repository: { owner: string; name: string; defaultBranch: string };
  issue: { number: number; open: boolean; url: string };
  record: RequestRecord;
  /** The request as the issue says it now; a sentence where it can't be read. */
  ask:
    | { ok: true; ask: Ask; skipValidation: boolean }
    | { ok: false; problem: string };
  /** The requester's permission on the repository; write is needed to ask. */
  requesterMayWrite:
    { known: true; value: boolean } | { known: false; reason: string };
  policy: PolicyObservation;
  /** The default branch's head. */
  head: string;
  experiment: ExperimentObservation;
  comments: Comment[];
  facts: GateFacts;
  /** The issues of other requests whose workflow was or is being started, as far as the facts know of them. */
  others: number[];
  run: RunObservation;
  /** While the run is under way. */
  watch: StopReading[];
  /** Absent where the request was opened for no run that waits, or is over. */
  held?: HeldRun;
}
