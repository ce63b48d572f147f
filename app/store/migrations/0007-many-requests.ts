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
  await sql`
    create table ${sql.id(SCHEMA, "dispatch_turns")} (
      owner text not null,
      repo text not null,
      primary key (owner, repo)
    )`.execute(db);
}
