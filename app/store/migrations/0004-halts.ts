import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

const STATEMENTS = [
  sql`set local search_path to ${sql.id(SCHEMA)}`,
  sql`
    create table halts (
      owner text not null,
      repo text not null,
      issue bigint not null,
      halted_by text not null,
      reason text not null,
      since timestamptz not null,
      url text,
      ended_at timestamptz,
      primary key (owner, repo, issue)
    )`,
  sql`
    create table halted_runs (
      owner text not null,
      repo text not null,
      issue bigint not null,
      run_id bigint not null,
      attempt integer not null,
      title text not null,
      url text not null,
      at timestamptz not null,
      primary key (owner, repo, run_id, attempt)
    )`,
];

/** Who halted experiments, and which runs that stopped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
}
