import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

/** Webhooks that did not arrive, and how often GitHub was asked to deliver them again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ${sql.id(SCHEMA, "redeliveries")} (
      guid text primary key,
      times integer not null,
      asked_at timestamptz not null
    )`.execute(db);
}
