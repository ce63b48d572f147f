import type { Kysely } from "kysely";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type RedeliveryMethods = Pick<
  Store,
  "redeliveriesAsked" | "recordRedelivery" | "forgetRedeliveries"
>;

export function redeliveryMethods(db: Kysely<Tables>): RedeliveryMethods {
  return {
    redeliveriesAsked: async (guids) => {
      if (guids.length === 0) return new Map();
      const rows = await db
        .selectFrom("redeliveries")
        .select(["guid", "times"])
        .where("guid", "in", guids)
        .execute();
      return new Map(rows.map(({ guid, times }) => [guid, times]));
    },

    recordRedelivery: async (guid, at) => {
      await db
        .insertInto("redeliveries")
        .values({ guid, times: 1, asked_at: at })
        .onConflict((conflict) =>
          conflict.column("guid").doUpdateSet((eb) => ({
            times: eb("redeliveries.times", "+", 1),
            asked_at: at,
          })),
        )
        .execute();
    },

    forgetRedeliveries: async (before) => {
      await db
        .deleteFrom("redeliveries")
        .where("asked_at", "<", before)
        .execute();
    },
  };
}
