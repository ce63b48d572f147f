import type { Head } from "../../core/audit/chain.ts";
import type { AuditEntry } from "../../core/audit/entry.ts";
import type { Halt } from "../../core/gate/facts.ts";
import type { RunVerdict } from "../../core/journal/verdict.ts";
import type { RequestRecord } from "../../core/request/observation.ts";
import type { Ask, Phase, Pin } from "../../core/request/request.ts";

/** What GitHub said of a repository last. */
interface KnownPlace {
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
interface StatusComment {
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

interface DispatchedRun {
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
interface FailureIssue {
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

/**
 * What the app remembers. The truth is GitHub's: the store holds only what can't be read there, or could not be read
 * cheaply. Each method is one transaction, and but for `appendAudit`,
 * `countDispatchAttempt` and `recordRedelivery` may be called again with the same arguments without harm.
 *
 * @throws where the database can't be reached; the look is then tried again later
 */
export interface Store {
  /** What is remembered of a request; undefined for an issue that is none. */
  recordFor(request: IssueRef): Promise<RequestRecord | undefined>;
  /**
   * Remember a new request in phase `open` and append an audit event of kind `opened`. Answers false, and changes
   * nothing, where it is known already.
   */
  openRequest(
    request: IssueRef,
    opening: NewRequest,
    at: Date,
  ): Promise<boolean>;
  /** Remember what a request asks for, and answer with it; the first one remembered stands, whatever is asked later. */
  rememberAsk(request: IssueRef, asked: Asked): Promise<Asked>;
  /** The issue of the request that a `/chaos run` comment opened. */
  requestFromComment(
    repository: RepositoryRef,
    commentId: number,
  ): Promise<number | undefined>;
  /** The issue of the request that was opened for a run that waits. */
  requestFromRun(
    repository: RepositoryRef,
    waiting: { run: number; attempt: number },
  ): Promise<number | undefined>;
  /** Issues of all requests whose phase is not over, lowest first. */
  openRequests(repository: RepositoryRef): Promise<number[]>;
  /** Remember the phase and append an audit event of kind `phase`. Entering the phase it is in changes nothing. */
  enterPhase(
    request: IssueRef,
    phase: Phase,
    because: string,
    at: Date,
  ): Promise<void>;

  /** Put a pin in force and append an audit event of kind `pin`. */
  addPin(request: IssueRef, pin: Pin, at: Date): Promise<void>;

  statusComment(request: IssueRef): Promise<StatusComment | undefined>;
  recordStatusComment(request: IssueRef, status: StatusComment): Promise<void>;

  /** Remember how a comment was answered, in any issue; where it is answered anew, that is the answer. */
  recordAnswer(issue: IssueRef, commentId: number, code: string): Promise<void>;
  /** Comments of an issue that were answered, and the answer's code. */
  answersIn(issue: IssueRef): Promise<ReadonlyMap<number, string>>;

  /**
   * Write down that the workflow will be started. Where an intent stands already, that one is answered, unchanged.
   * Answers undefined, and changes nothing, where another request of the repository that is not among the `known` ones
   * is being started: it was decided without knowing of it.
   */
  intendDispatch(
    request: IssueRef,
    intent: { correlation: string; at: Date; known: readonly number[] },
  ): Promise<Dispatch | undefined>;
  /** Take back an intent of which GitHub was never asked. Answers false, and changes nothing, where it was. */
  withdrawIntent(request: IssueRef): Promise<boolean>;
  /** The dispatches of all other requests of the repository that are not over. */
  otherDispatches(request: IssueRef): Promise<LiveDispatch[]>;
  dispatchOf(request: IssueRef): Promise<Dispatch | undefined>;
  /** One more attempt at starting the workflow; written before GitHub is asked. Throws where there is no intent. */
  countDispatchAttempt(request: IssueRef, at: Date): Promise<void>;
  /** The run that the dispatch started; the first one recorded stands. */
  recordDispatchedRun(request: IssueRef, run: DispatchedRun): Promise<void>;
  /** Nothing had to stop the run at that moment. Never moves back. */
  recordWatched(request: IssueRef, at: Date): Promise<void>;
  /** The run is stopped before its end; the first reason stands. */
  recordStop(
    request: IssueRef,
    stop: { because: string; at: Date },
  ): Promise<void>;
  /** The request whose dispatch started the run. */
  requestOfRun(
    repository: RepositoryRef,
    run: number,
  ): Promise<number | undefined>;

  /** The same where the repository is not known; the run's id says it alone. */
  requestOfRunAnywhere(run: number): Promise<IssueRef | undefined>;

  /** The request whose dispatch bears this correlation, whether its run is known or not. */
  requestOfCorrelation(
    repository: RepositoryRef,
    correlation: string,
  ): Promise<number | undefined>;

  /** Remember that a run asks to be let in, once, and answer what is remembered of that. */
  openProtection(ref: ProtectionRef, at: Date): Promise<ProtectionRecord>;
  /** Of the repository, or of one run: those whose outcome is not known yet, oldest first. */
  unsettledProtections(
    repository: RepositoryRef,
    run?: number,
  ): Promise<ProtectionRecord[]>;
  protectionsOf(
    repository: RepositoryRef,
    run: number,
    attempt: number,
  ): Promise<ProtectionRecord[]>;
  /** One more status report, and what it said. */
  recordReport(ref: ProtectionRef, code: string): Promise<void>;
  intendReview(
    ref: ProtectionRef,
    intent: NonNullable<ProtectionRecord["intent"]>,
  ): Promise<void>;
  settleProtection(
    ref: ProtectionRef,
    outcome: NonNullable<ProtectionRecord["outcome"]>,
  ): Promise<void>;

  /**
   * Remember a judged run and append an audit event of kind `verdict`. Answers false, and changes nothing, where that
   * run and attempt is known already.
   */
  recordRun(
    repository: RepositoryRef,
    run: RunRecord,
    at: Date,
  ): Promise<boolean>;
  recordedRun(
    repository: RepositoryRef,
    run: number,
    attempt: number,
  ): Promise<RunRecord | undefined>;
  /** Judged runs of one digest in one environment, the latest end first; at most 100. */
  runsOf(
    repository: RepositoryRef,
    filter: { environment: string; digest: string },
  ): Promise<RunRecord[]>;

  /** Where there are failed runs that no issue tells of yet. */
  failuresToFile(
    repository: RepositoryRef,
  ): Promise<{ experiment: string; environment: string }[]>;
  /** Failed runs of one experiment in one environment that no issue tells of yet, oldest first. */
  unfiledFailures(failure: FailureRef): Promise<RunRecord[]>;
  /** The issue that told of the latest failure; whether it is still open, GitHub knows. */
  failureIssue(failure: FailureRef): Promise<FailureIssue | undefined>;
  /**
   * The runs are told of in that issue now; an audit event of kind `filed` for each. The count starts anew where the
   * issue is another than before.
   */
  recordFiled(
    failure: FailureRef,
    issue: number,
    runs: readonly Pick<RunRecord, "run" | "attempt">[],
    at: Date,
  ): Promise<void>;

  /**
   * Remember a halt that was seen and append an audit event of kind `halt`. Answers false, and changes nothing, where it
   * stands already.
   */
  beginHalt(repository: RepositoryRef, halt: Halt, at: Date): Promise<boolean>;
  /** Somebody who may resumed: an audit event of kind `resume` says how. Changes nothing where that is known. */
  endHalt(
    halt: IssueRef,
    how: Record<string, unknown>,
    at: Date,
  ): Promise<void>;
  /** The halts that were seen and that nobody who may has ended, whatever became of their issues. */
  standingHalts(repository: RepositoryRef): Promise<Halt[]>;
  /** A run is stopped by the halt of this issue: an audit event of kind `cancel`. Changes nothing where that is known. */
  recordHaltedRun(ref: IssueRef, run: HaltedRun, halt: Halt): Promise<void>;
  /** The runs that a halt stopped, in the order in which it did. */
  haltedRunsOf(halt: IssueRef): Promise<HaltedRun[]>;

  /** How often GitHub was asked to deliver these events again, by GUID; those that it was not asked for are left out. */
  redeliveriesAsked(
    guids: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
  /** It was asked once more. */
  recordRedelivery(guid: string, at: Date): Promise<void>;
  /** Of what was asked for before that moment. */
  forgetRedeliveries(before: Date): Promise<void>;

  /** Undefined where nothing was learned of a repository of that name, or where no installation reaches it. */
  placeOf(repository: RepositoryRef): Promise<KnownPlace | undefined>;
  /**
   * Remember what GitHub says of a repository. Where it had another name, all that is remembered of it goes to the new
   * one, and an audit event of kind `renamed` tells of that. What is remembered of another repository that had this
   * name is put aside.
   *
   * @param ledFrom the name from which GitHub led to it
   */
  settlePlace(
    place: LearnedPlace,
    at: Date,
    ledFrom?: RepositoryRef,
  ): Promise<void>;
  /** No installation reaches the repository; all else that is remembered of it stays. */
  losePlace(repository: RepositoryRef): Promise<void>;

  /** Up to when the repository's comments were read for commands. */
  commentsReadTo(repository: RepositoryRef): Promise<Date | undefined>;
  /** Never moves back. */
  recordCommentsReadTo(repository: RepositoryRef, at: Date): Promise<void>;

  /**
   * Append a decision on a request as an audit event of kind `decision`, unless it says what the latest one says. One
   * that allows is always appended: a run may have been started on it.
   */
  recordDecision(request: IssueRef, decision: StoredDecision): Promise<void>;
  /** The records of the latest decisions on a request, oldest first; at most 200. */
  decisionsOf(request: IssueRef): Promise<string[]>;
  /** The record of the latest decision on each request of the last 30 days, the latest first; at most 100. */
  latestDecisions(repository: RepositoryRef, now: Date): Promise<string[]>;

  appendAudit(event: AuditEvent): Promise<void>;
  /** The latest 1,000 audit events about a subject, oldest first. */
  auditOf(repository: RepositoryRef, subject: string): Promise<AuditEvent[]>;
  /** Where the repository's chain of audit events ends. */
  auditHead(repository: RepositoryRef): Promise<Head>;
  /** The entries of the chain that come after that position, in their order. */
  auditEntries(
    repository: RepositoryRef,
    after: number,
    most: number,
  ): Promise<AuditEntry[]>;
  /** Where the chains of all repositories end. */
  auditChains(): Promise<(RepositoryRef & Head)[]>;
  /** Remove the entries at the beginning that are older, and append one that says so, which keeps the chain whole. */
  pruneAudit(repository: RepositoryRef, before: Date, at: Date): Promise<void>;
}
