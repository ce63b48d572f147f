import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** What is asked at every look costs the same however many requests are open, or were dispatched in former years. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const dispatches = sql.id(SCHEMA, "dispatches");
  await sql`alter table ${dispatches} add column live boolean not null default true`.execute(
    db,
  );
  await sql`
    update ${dispatches} set live = false
    from ${sql.id(SCHEMA, "requests")} as requests
    where (requests.owner, requests.repo, requests.issue) = (dispatches.owner, dispatches.repo, dispatches.issue)
      and requests.phase not in ('open', 'dispatching', 'running')`.execute(db);
  await sql`create index dispatches_live on ${dispatches} (owner, repo, issue) where live`.execute(
    db,
  );
  await sql`
    create index requests_live on ${sql.id(SCHEMA, "requests")} (owner, repo, issue)
    where phase in ('open', 'dispatching', 'running')`.execute(db);
  // Where nobody counted the rows, as in the embedded database, an index of all rows that begins with the repository
  // is taken for the right one, and every request is read to find one.
  const requests = sql.id(SCHEMA, "requests");
  for (const statement of [
    sql`alter table ${requests} drop constraint requests_owner_repo_source_comment_id_key`,
    sql`create unique index requests_of_comment on ${requests} (owner, repo, source_comment_id) where source_comment_id is not null`,
    sql`alter table ${dispatches} drop constraint dispatches_owner_repo_run_id_key`,
    sql`create unique index dispatches_of_run on ${dispatches} (owner, repo, run_id) where run_id is not null`,
  ])
    await statement.execute(db);
  await sql`
    create table ${sql.id(SCHEMA, "dispatch_turns")} (
      owner text not null,
      repo text not null,
      primary key (owner, repo)
    )`.execute(db);
}
