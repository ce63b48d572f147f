import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** Runs that wait for an environment whose protection rule this app is, and requests that were opened for them. */
const STATEMENTS = [
  sql`set local search_path to ${sql.id(SCHEMA)}`,
  // CockroachDB names it otherwise.
  sql`alter table requests drop constraint if exists requests_source_check`,
  sql`alter table requests drop constraint if exists check_source`,
  sql`
    alter table requests add constraint requests_source_check
    check (source in ('form', 'comment', 'workflow', 'protection'))`,
  sql`alter table requests add column source_attempt integer`,
  sql`
    create unique index requests_of_waiting_run on requests (owner, repo, source_run_id, source_attempt)
    where source = 'protection'`,
  sql`
    create table protections (
      owner text not null,
      repo text not null,
      run_id bigint not null,
      attempt integer not null,
      environment text not null,
      asked_at timestamptz not null,
      report text,
      reports integer not null default 0,
      intent text,
      outcome text,
      primary key (owner, repo, run_id, attempt, environment)
    )`,
  sql`create index protections_unsettled on protections (owner, repo) where outcome is null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
}
