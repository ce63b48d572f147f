import type { Kysely } from "kysely";
import { ofRepository } from "./columns.ts";
import type { AuditEvent, Store } from "./store.ts";
import type { Tables } from "./tables.ts";

const MOST_EVENTS = 1_000;

export function auditMethods(
  db: Kysely<Tables>,
): Pick<Store, "appendAudit" | "auditOf"> {
  return {
    appendAudit: (event) => writeAudit(db, event),

    auditOf: async (repository, subject) =>
      await db
        .selectFrom("audit_events")
        .select(["owner", "repo", "at", "subject", "kind", "data"])
        .where((eb) => eb.and({ ...ofRepository(repository), subject }))
        .orderBy("id")
        .limit(MOST_EVENTS)
        .execute(),
  };
}

/** Appends an event, within the transaction where `db` is one. */
export async function writeAudit(
  db: Kysely<Tables>,
  event: AuditEvent,
): Promise<void> {
  await db
    .insertInto("audit_events")
    .values({
      ...ofRepository(event),
      at: event.at,
      subject: event.subject,
      kind: event.kind,
      data: JSON.stringify(event.data),
    })
    .execute();
}
