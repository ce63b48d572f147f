import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** What is known of a run while it is under way, and why it was stopped. */
const STATEMENTS = [
  sql`
    alter table ${sql.id(SCHEMA)}.dispatches
      add column watched_at timestamptz,
      add column stopped_at timestamptz,
      add column stopped_because text`,
  sql`create index dispatches_by_run on ${sql.id(SCHEMA)}.dispatches (run_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
}
