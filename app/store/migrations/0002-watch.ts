import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** What is known of a run while it is under way, and why it was stopped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table ${sql.id(SCHEMA)}.dispatches
      add column watched_at timestamptz,
      add column stopped_at timestamptz,
      add column stopped_because text`.execute(db);
}
