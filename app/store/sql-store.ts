import type { Kysely } from "kysely";
import { auditRetention } from "./audit-retention.ts";
import { auditMethods } from "./audit.ts";
import { ofRepository } from "./columns.ts";
import { decisionMethods } from "./decisions.ts";
import { dispatchMethods } from "./dispatches.ts";
import { haltMethods } from "./halts.ts";
import { protectionMethods } from "./protections.ts";
import { redeliveryMethods } from "./redeliveries.ts";
import { requestMethods } from "./requests.ts";
import { runMethods } from "./runs.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** The store over SQL; the same statements on a server and on the embedded database. */
export function createStore(db: Kysely<Tables>): Store {
  return {
    ...requestMethods(db),
    ...dispatchMethods(db),
    ...protectionMethods(db),
    ...runMethods(db),
    ...haltMethods(db),
    ...redeliveryMethods(db),
    ...auditMethods(db),
    ...auditRetention(db),
    ...decisionMethods(db),

    commentsReadTo: async (repository) => {
      const row = await db
        .selectFrom("repositories")
        .select("comments_read_to")
        .where((eb) => eb.and(ofRepository(repository)))
        .executeTakeFirst();
      return row?.comments_read_to;
    },

    recordCommentsReadTo: async (repository, at) => {
      await db
        .insertInto("repositories")
        .values({ ...ofRepository(repository), comments_read_to: at })
        .onConflict((conflict) =>
          conflict
            .columns(["owner", "repo"])
            .doUpdateSet({ comments_read_to: at })
            .where("repositories.comments_read_to", "<", at),
        )
        .execute();
    },
  };
}
