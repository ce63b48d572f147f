import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** The tables of the first version. Owner and repository are kept in lower case. */
const STATEMENTS = [
  sql`set local search_path to ${sql.id(SCHEMA)}`,
  sql`
    create table requests (
      owner text not null,
      repo text not null,
      issue bigint not null,
      installation bigint not null,
      requester text not null,
      source text not null check (source in ('form', 'comment', 'workflow')),
      source_comment_id bigint,
      source_run_id bigint,
      opened_at timestamptz not null,
      experiment text,
      environment text,
      phase text not null,
      because text,
      status_comment_id bigint,
      status_hash text,
      primary key (owner, repo, issue),
      unique (owner, repo, source_comment_id)
    )`,
  sql`
    create table pins (
      id bigint generated always as identity primary key,
      owner text not null,
      repo text not null,
      issue bigint not null,
      path text not null,
      digest text not null,
      environment text not null,
      commit text not null,
      announced_by bigint not null,
      unique (owner, repo, issue, announced_by),
      foreign key (owner, repo, issue) references requests
    )`,
  sql`
    create table answers (
      owner text not null,
      repo text not null,
      issue bigint not null,
      comment_id bigint not null,
      code text not null,
      primary key (owner, repo, issue, comment_id)
    )`,
  sql`
    create table dispatches (
      owner text not null,
      repo text not null,
      issue bigint not null,
      correlation text not null unique,
      intended_at timestamptz not null,
      attempts integer not null default 0,
      attempted_at timestamptz,
      run_id bigint,
      run_url text,
      primary key (owner, repo, issue),
      unique (owner, repo, run_id),
      foreign key (owner, repo, issue) references requests
    )`,
  sql`
    create table runs (
      owner text not null,
      repo text not null,
      run_id bigint not null,
      attempt integer not null,
      experiment text not null,
      environment text not null,
      workflow text not null,
      digest text not null,
      commit text not null,
      verdict text not null,
      reason text not null,
      summary text,
      failed boolean not null,
      filed boolean not null default false,
      started_at timestamptz not null,
      ended_at timestamptz not null,
      url text not null,
      request_issue bigint,
      primary key (owner, repo, run_id, attempt)
    )`,
  sql`create index runs_of_digest on runs (owner, repo, environment, digest, ended_at)`,
  sql`create index runs_to_file on runs (owner, repo) where failed and not filed`,
  sql`
    create table failures (
      owner text not null,
      repo text not null,
      experiment text not null,
      environment text not null,
      issue bigint not null,
      count integer not null,
      primary key (owner, repo, experiment, environment)
    )`,
  sql`
    create table repositories (
      owner text not null,
      repo text not null,
      comments_read_to timestamptz not null,
      primary key (owner, repo)
    )`,
  sql`
    create table timers (
      name text primary key,
      key jsonb not null,
      at timestamptz not null
    )`,
  sql`create index timers_due on timers (at)`,
  sql`
    create table audit_events (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      owner text not null,
      repo text not null,
      subject text not null,
      kind text not null,
      data jsonb not null
    )`,
  sql`create index audit_events_of_subject on audit_events (owner, repo, subject, id)`,
  // Audit events are appended, never changed: the database itself refuses anything else.
  sql`
    create function refuse_to_change_the_audit_trail() returns trigger language plpgsql as $$
    begin
      raise exception 'audit events are appended, never changed or removed';
    end $$`,
  sql`
    create trigger audit_events_append_only before update or delete or truncate on audit_events
    for each statement execute function refuse_to_change_the_audit_trail()`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
}
