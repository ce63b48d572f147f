import type { Kysely } from "kysely";
import { ofIssue, ofRepository } from "./columns.ts";
import type { Dispatch, IssueRef, Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type DispatchMethods = Pick<
  Store,
  | "intendDispatch"
  | "dispatchOf"
  | "countDispatchAttempt"
  | "recordDispatchedRun"
  | "requestOfRun"
  | "requestOfCorrelation"
>;

export function dispatchMethods(db: Kysely<Tables>): DispatchMethods {
  return {
    intendDispatch: async (request, intent) => {
      await db
        .insertInto("dispatches")
        .values({
          ...ofIssue(request),
          correlation: intent.correlation,
          intended_at: intent.at,
        })
        .onConflict((conflict) =>
          conflict.columns(["owner", "repo", "issue"]).doNothing(),
        )
        .execute();
      const standing = await readDispatch(db, request);
      if (!standing) throw new Error("A dispatch was written and is gone.");
      return standing;
    },

    dispatchOf: (request) => readDispatch(db, request),

    countDispatchAttempt: async (request, at) => {
      await db
        .updateTable("dispatches")
        .set((eb) => ({
          attempts: eb("attempts", "+", 1),
          attempted_at: at,
        }))
        .where((eb) => eb.and(ofIssue(request)))
        .execute();
    },

    recordDispatchedRun: async (request, run) => {
      await db
        .updateTable("dispatches")
        .set({ run_id: run.id, run_url: run.url })
        .where((eb) => eb.and(ofIssue(request)))
        .where("run_id", "is", null)
        .execute();
    },

    requestOfRun: async (repository, run) => {
      const row = await db
        .selectFrom("dispatches")
        .select("issue")
        .where((eb) => eb.and({ ...ofRepository(repository), run_id: run }))
        .executeTakeFirst();
      return row?.issue;
    },

    requestOfCorrelation: async (repository, correlation) => {
      const row = await db
        .selectFrom("dispatches")
        .select("issue")
        .where((eb) => eb.and({ ...ofRepository(repository), correlation }))
        .executeTakeFirst();
      return row?.issue;
    },
  };
}

export async function readDispatch(
  db: Kysely<Tables>,
  request: IssueRef,
): Promise<Dispatch | undefined> {
  const row = await db
    .selectFrom("dispatches")
    .select([
      "correlation",
      "intended_at",
      "attempts",
      "attempted_at",
      "run_id",
      "run_url",
    ])
    .where((eb) => eb.and(ofIssue(request)))
    .executeTakeFirst();
  return (
    row && {
      correlation: row.correlation,
      intendedAt: row.intended_at,
      attempts: row.attempts,
      ...(row.attempted_at !== null && { attemptedAt: row.attempted_at }),
      ...(row.run_id !== null &&
        row.run_url !== null && { run: { id: row.run_id, url: row.run_url } }),
    }
  );
}
