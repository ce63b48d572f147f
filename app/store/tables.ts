import type { ColumnType, Generated } from "kysely";
import type { RunVerdict } from "../../core/journal/verdict.ts";
import type { Phase } from "../../core/request/request.ts";

/** Where our own tables live; the queue has a schema beside it. */
export const SCHEMA = "chaos_governor";

/** Owner and repository are kept in lower case: GitHub does not tell their case apart. */
interface OfRepository {
  owner: string;
  repo: string;
}

interface OfIssue extends OfRepository {
  issue: number;
}

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>;

interface RequestsTable extends OfIssue {
  installation: number;
  requester: string;
  source: "form" | "comment" | "workflow" | "protection";
  source_comment_id: number | null;
  source_run_id: number | null;
  source_attempt: number | null;
  opened_at: Date;
  experiment: string | null;
  environment: string | null;
  phase: Phase;
  because: string | null;
  status_comment_id: number | null;
  status_hash: string | null;
}

interface PinsTable extends OfIssue {
  id: Generated<number>;
  path: string;
  digest: string;
  environment: string;
  commit: string;
  announced_by: number;
}

interface AnswersTable extends OfIssue {
  comment_id: number;
  code: string;
}

interface DispatchesTable extends OfIssue {
  correlation: string;
  intended_at: Date;
  attempts: Generated<number>;
  attempted_at: Date | null;
  run_id: number | null;
  run_url: string | null;
  watched_at: Date | null;
  stopped_at: Date | null;
  stopped_because: string | null;
  /** Whether its request is not over yet. */
  live: Generated<boolean>;
}

interface ProtectionsTable extends OfRepository {
  run_id: number;
  attempt: number;
  environment: string;
  asked_at: Date;
  report: string | null;
  reports: Generated<number>;
  intent: "approved" | "rejected" | null;
  outcome: "approved" | "rejected" | "bypassed" | "gone" | null;
}

/** A row for each repository in which one request at a time decides that it is started. */
type DispatchTurnsTable = OfRepository;

interface RunsTable extends OfRepository {
  run_id: number;
  attempt: number;
  experiment: string;
  environment: string;
  workflow: string;
  digest: string;
  commit: string;
  verdict: RunVerdict;
  reason: string;
  summary: string | null;
  failed: boolean;
  /** Whether an issue tells of this failure. */
  filed: Generated<boolean>;
  started_at: Date;
  ended_at: Date;
  url: string;
  request_issue: number | null;
}

interface FailuresTable extends OfRepository {
  experiment: string;
  environment: string;
  issue: number;
  count: number;
}

interface RepositoriesTable extends OfRepository {
  comments_read_to: Date | null;
  /** GitHub's id of it, once that was learned. */
  github_id: number | null;
  /** The one that reaches it; null: none does. */
  installation: number | null;
  archived: Generated<boolean>;
}

interface AuditEventsTable extends OfRepository {
  id: Generated<number>;
  at: Date;
  subject: string;
  kind: string;
  data: Json<Record<string, unknown>>;
  chain: number;
  position: number;
  previous: string;
  hash: string;
}

/** One a repository, as it is called now, with where its chain of audit events ends. */
interface AuditChainsTable extends OfRepository {
  id: Generated<number>;
  position: number;
  hash: string;
}

interface HaltsTable extends OfIssue {
  halted_by: string;
  reason: string;
  since: Date;
  url: string | null;
  ended_at: Date | null;
}

/** The issue is the halt's. */
interface HaltedRunsTable extends OfIssue {
  run_id: number;
  attempt: number;
  title: string;
  url: string;
  at: Date;
}

/** An event by its GUID. */
interface RedeliveriesTable {
  guid: string;
  times: number;
  asked_at: Date;
}

interface TimersTable {
  name: string;
  key: Json<unknown>;
  at: Date;
}

interface InboxTable {
  id: Generated<number>;
  looks: Json<unknown>;
  written_at: Generated<Date>;
}

export interface Tables {
  requests: RequestsTable;
  pins: PinsTable;
  answers: AnswersTable;
  dispatches: DispatchesTable;
  protections: ProtectionsTable;
  dispatch_turns: DispatchTurnsTable;
  runs: RunsTable;
  failures: FailuresTable;
  halts: HaltsTable;
  halted_runs: HaltedRunsTable;
  repositories: RepositoriesTable;
  audit_events: AuditEventsTable;
  audit_chains: AuditChainsTable;
  redeliveries: RedeliveriesTable;
  timers: TimersTable;
  inbox: InboxTable;
}
