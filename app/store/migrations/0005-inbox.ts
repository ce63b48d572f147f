import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** What is acknowledged and not in the queue yet: a row holds what was written together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ${sql.id(SCHEMA, "inbox")} (
      id bigint generated always as identity primary key,
      looks jsonb not null,
      written_at timestamptz not null default now()
    )`.execute(db);
}
