import type { Kysely, Selectable } from "kysely";
import { ofIssue, ofRepository } from "./columns.ts";
import type { HaltedRun, Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type HaltMethods = Pick<
  Store,
  "beginHalt" | "endHalt" | "standingHalts" | "recordHaltedRun" | "haltedRunsOf"
>;

export function haltMethods(db: Kysely<Tables>): HaltMethods {
  return {
    beginHalt: async (repository, { issue, by, reason, since, link }) => {
      const begun = await db
        .insertInto("halts")
        .values({
          ...ofIssue({ ...repository, issue }),
          halted_by: by,
          reason,
          since,
          url: link ?? null,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["owner", "repo", "issue"])
            .doUpdateSet({ ended_at: null })
            .where("halts.ended_at", "is not", null),
        )
        .returning("issue")
        .executeTakeFirst();
      return begun !== undefined;
    },

    endHalt: async (halt, at) => {
      const ended = await db
        .updateTable("halts")
        .set({ ended_at: at })
        .where((eb) => eb.and(ofIssue(halt)))
        .where("ended_at", "is", null)
        .returning("issue")
        .executeTakeFirst();
      return ended !== undefined;
    },

    standingHalts: async (repository) => {
      const rows = await db
        .selectFrom("halts")
        .selectAll()
        .where((eb) => eb.and(ofRepository(repository)))
        .where("ended_at", "is", null)
        .orderBy("issue")
        .execute();
      return rows.map((row) => ({
        issue: row.issue,
        by: row.halted_by,
        reason: row.reason,
        since: row.since,
        ...(row.url !== null && { link: row.url }),
      }));
    },

    recordHaltedRun: async (halt, { run, attempt, title, url, at }) => {
      const inserted = await db
        .insertInto("halted_runs")
        .values({ ...ofIssue(halt), run_id: run, attempt, title, url, at })
        .onConflict((conflict) => conflict.doNothing())
        .returning("run_id")
        .executeTakeFirst();
      return inserted !== undefined;
    },

    haltedRunsOf: async (halt) => {
      const rows = await db
        .selectFrom("halted_runs")
        .selectAll()
        .where((eb) => eb.and(ofIssue(halt)))
        .orderBy("at")
        .orderBy("run_id")
        .execute();
      return rows.map(toHaltedRun);
    },
  };
}

function toHaltedRun(row: Selectable<Tables["halted_runs"]>): HaltedRun {
  const { run_id: run, attempt, title, url, at } = row;
  return { run, attempt, title, url, at };
}
