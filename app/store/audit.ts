import type { Kysely, Transaction } from "kysely";
import { BEGINNING, chained } from "../../core/audit/chain.ts";
import { auditEntrySchema, type AuditEntry } from "../../core/audit/entry.ts";
import { ofRepository } from "./columns.ts";
import type { AuditEvent, RepositoryRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type AuditMethods = Pick<
  Store,
  "appendAudit" | "auditOf" | "auditHead" | "auditEntries"
>;

const MOST_EVENTS = 1_000;

export function auditMethods(db: Kysely<Tables>): AuditMethods {
  return {
    appendAudit: (event) =>
      db.transaction().execute((transaction) => writeAudit(transaction, event)),

    auditOf: async (repository, subject) => {
      const latest = await db
        .selectFrom("audit_events")
        .select(["owner", "repo", "at", "subject", "kind", "data"])
        .where("chain", "=", chainOf(db, repository))
        .where("subject", "=", subject)
        .orderBy("position", "desc")
        .limit(MOST_EVENTS)
        .execute();
      return latest.toReversed();
    },

    auditHead: async (repository) =>
      (await db
        .selectFrom("audit_chains")
        .select(["position", "hash"])
        .where((eb) => eb.and(ofRepository(repository)))
        .executeTakeFirst()) ?? BEGINNING,

    auditEntries: async (repository, after, most) => {
      const rows = await db
        .selectFrom("audit_events")
        .select(ENTRY)
        .where("chain", "=", chainOf(db, repository))
        .where("position", ">", after)
        .orderBy("position")
        .limit(most)
        .execute();
      return rows.map(({ at, ...entry }): AuditEntry => ({
        ...entry,
        at: at.toISOString(),
      }));
    },
  };
}

const ENTRY = [
  "position",
  "at",
  "owner",
  "repo",
  "subject",
  "kind",
  "data",
  "previous",
  "hash",
] as const;

/** The id of a repository's chain, for use in a condition. */
export function chainOf(db: Kysely<Tables>, repository: RepositoryRef) {
  return db
    .selectFrom("audit_chains")
    .select("id")
    .where((eb) => eb.and(ofRepository(repository)));
}

/**
 * Appends an event to its repository's chain. The chain's row stays locked until the transaction ends, so that of two
 * processes one waits for the other, and no two entries follow the same one.
 */
export async function writeAudit(
  transaction: Transaction<Tables>,
  event: AuditEvent,
): Promise<void> {
  const repository = ofRepository(event);
  const { id, ...head } = await transaction
    .insertInto("audit_chains")
    .values({ ...repository, ...BEGINNING })
    .onConflict((conflict) =>
      conflict
        .columns(["owner", "repo"])
        .doUpdateSet((eb) => ({ position: eb.ref("audit_chains.position") })),
    )
    .returning(["id", "position", "hash"])
    .executeTakeFirstOrThrow();
  const { at, subject, kind } = event;
  const entry = chained(
    {
      ...repository,
      subject,
      kind,
      at: at.toISOString(),
      data: asKept(event.data),
    },
    head,
  );
  const { position, hash } = entry;
  await transaction
    .insertInto("audit_events")
    .values({ ...entry, at, chain: id, data: JSON.stringify(entry.data) })
    .execute();
  await transaction
    .updateTable("audit_chains")
    .set({ position, hash })
    .where("id", "=", id)
    .execute();
}

/** As the database will give it back; it can't keep NUL, nor half of a surrogate pair. */
function asKept(data: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === "string"
      ? value.toWellFormed().replaceAll("\0", "\uFFFD")
      : value,
  );
  return auditEntrySchema.shape.data.parse(JSON.parse(text));
}
