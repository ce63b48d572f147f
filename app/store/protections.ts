import type { Kysely, Selectable } from "kysely";
import { ofRepository } from "./columns.ts";
import type { ProtectionRecord, ProtectionRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type ProtectionMethods = Pick<
  Store,
  | "requestFromRun"
  | "openProtection"
  | "unsettledProtections"
  | "protectionsOf"
  | "recordReport"
  | "intendReview"
  | "settleProtection"
>;

/** What is remembered of runs that ask, or asked, to be let into an environment. */
export function protectionMethods(db: Kysely<Tables>): ProtectionMethods {
  const change = async (
    ref: ProtectionRef,
    values: Partial<Selectable<Tables["protections"]>>,
  ) => {
    await db
      .updateTable("protections")
      .set(values)
      .where((eb) => eb.and(ofProtection(ref)))
      .execute();
  };
  return {
    requestFromRun: async (repository, { run, attempt }) => {
      const row = await db
        .selectFrom("requests")
        .select("issue")
        .where((eb) =>
          eb.and({
            ...ofRepository(repository),
            source: "protection",
            source_run_id: run,
            source_attempt: attempt,
          }),
        )
        .executeTakeFirst();
      return row?.issue;
    },

    openProtection: async (ref, at) => {
      await db
        .insertInto("protections")
        .values({ ...ofProtection(ref), asked_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = await db
        .selectFrom("protections")
        .selectAll()
        .where((eb) => eb.and(ofProtection(ref)))
        .executeTakeFirstOrThrow();
      return toRecord(row);
    },

    unsettledProtections: async (repository, run) => {
      const rows = await db
        .selectFrom("protections")
        .selectAll()
        .where((eb) =>
          eb.and({
            ...ofRepository(repository),
            ...(run !== undefined && { run_id: run }),
          }),
        )
        .where("outcome", "is", null)
        .orderBy("asked_at")
        .execute();
      return rows.map(toRecord);
    },

    protectionsOf: async (repository, run, attempt) => {
      const rows = await db
        .selectFrom("protections")
        .selectAll()
        .where((eb) =>
          eb.and({ ...ofRepository(repository), run_id: run, attempt }),
        )
        .execute();
      return rows.map(toRecord);
    },

    recordReport: async (ref, code) => {
      await db
        .updateTable("protections")
        .set((eb) => ({ report: code, reports: eb("reports", "+", 1) }))
        .where((eb) => eb.and(ofProtection(ref)))
        .execute();
    },

    intendReview: (ref, intent) => change(ref, { intent }),

    settleProtection: (ref, outcome) => change(ref, { outcome }),
  };
}

function ofProtection(ref: ProtectionRef) {
  const { run, attempt, environment } = ref;
  return { ...ofRepository(ref), run_id: run, attempt, environment };
}

function toRecord(row: Selectable<Tables["protections"]>): ProtectionRecord {
  return {
    run: row.run_id,
    attempt: row.attempt,
    environment: row.environment,
    reports: row.reports,
    ...(row.report !== null && { report: row.report }),
    ...(row.intent !== null && { intent: row.intent }),
    ...(row.outcome !== null && { outcome: row.outcome }),
  };
}
