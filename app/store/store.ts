import type { Head } from "../../core/audit/chain.ts";
import type { AuditEntry } from "../../core/audit/entry.ts";
import type { Halt } from "../../core/gate/facts.ts";
import type { RequestRecord } from "../../core/request/observation.ts";
import type { Phase, Pin } from "../../core/request/request.ts";
import type {
  Asked,
  AuditEvent,
  Dispatch,
  DispatchedRun,
  FailureIssue,
  FailureRef,
  HaltedRun,
  IssueRef,
  KnownPlace,
  LearnedPlace,
  LiveDispatch,
  NewRequest,
  ProtectionRecord,
  ProtectionRef,
  RepositoryRef,
  RunRecord,
  StatusComment,
  StoredDecision,
} from "./records.ts";

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
