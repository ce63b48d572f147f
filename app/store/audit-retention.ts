import type { Kysely, Transaction } from "kysely";
import { PRUNED, type Head } from "../../core/audit/chain.ts";
import { chainOf, writeAudit } from "./audit.ts";
import { ofRepository } from "./columns.ts";
import type { RepositoryRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

export function auditRetention(
  db: Kysely<Tables>,
): Pick<Store, "auditChains" | "pruneAudit"> {
  return {
    auditChains: () =>
      db
        .selectFrom("audit_chains")
        .select(["owner", "repo", "position", "hash"])
        .orderBy("id")
        .execute(),

    pruneAudit: (repository, before, at) =>
      db.transaction().execute(async (transaction) => {
        // Nothing is appended meanwhile, and nobody else prunes.
        await chainOf(transaction, repository).forUpdate().execute();
        const last = await lastOlderThan(before, transaction, repository);
        if (!last) return;
        await writeAudit(transaction, {
          ...ofRepository(repository),
          at,
          subject: "audit",
          kind: PRUNED,
          data: { ...last },
        });
        await transaction
          .deleteFrom("audit_events")
          .where("chain", "=", chainOf(transaction, repository))
          .where("position", "<=", last.position)
          .execute();
      }),
  };
}

/** The last of the entries at the beginning that are all older. */
async function lastOlderThan(
  before: Date,
  transaction: Transaction<Tables>,
  repository: RepositoryRef,
): Promise<Head | undefined> {
  const ofChain = transaction
    .selectFrom("audit_events")
    .where("chain", "=", chainOf(transaction, repository));
  const kept = await ofChain
    .select("position")
    .where("at", ">=", before)
    .orderBy("position")
    .limit(1)
    .executeTakeFirst();
  return ofChain
    .select(["position", "hash"])
    .where("position", "<", kept?.position ?? Number.MAX_SAFE_INTEGER)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
}
