import type { Kysely, Selectable } from "kysely";
import { writeAudit } from "./audit.ts";
import { ofIssue, ofRepository } from "./columns.ts";
import type { HaltedRun, IssueRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type HaltMethods = Pick<
  Store,
  "beginHalt" | "endHalt" | "standingHalts" | "recordHaltedRun" | "haltedRunsOf"
>;

export function haltMethods(db: Kysely<Tables>): HaltMethods {
  return {
    beginHalt: (repository, halt, at) =>
      db.transaction().execute(async (transaction) => {
        const { issue, by, reason, since, link } = halt;
        const ref = { ...repository, issue };
        const begun = await transaction
          .insertInto("halts")
          .values({
            ...ofIssue(ref),
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
        if (begun)
          await writeAudit(transaction, {
            ...subject(ref),
            at,
            kind: "halt",
            data: { ...halt },
          });
        return begun !== undefined;
      }),

    endHalt: (halt, how, at) =>
      db.transaction().execute(async (transaction) => {
        const ended = await transaction
          .updateTable("halts")
          .set({ ended_at: at })
          .where((eb) => eb.and(ofIssue(halt)))
          .where("ended_at", "is", null)
          .returning("issue")
          .executeTakeFirst();
        if (ended)
          await writeAudit(transaction, {
            ...subject(halt),
            at,
            kind: "resume",
            data: how,
          });
      }),

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

    recordHaltedRun: (ref, stop, halt) =>
      db.transaction().execute(async (transaction) => {
        const { run, attempt, title, url, at } = stop;
        const inserted = await transaction
          .insertInto("halted_runs")
          .values({ ...ofIssue(ref), run_id: run, attempt, title, url, at })
          .onConflict((conflict) => conflict.doNothing())
          .returning("run_id")
          .executeTakeFirst();
        if (inserted)
          await writeAudit(transaction, {
            ...subject(ref),
            subject: `run:${String(run)}`,
            at,
            kind: "cancel",
            data: { ...stop, halt },
          });
      }),

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

function subject({ owner, repo, issue }: IssueRef) {
  return { owner, repo, subject: `issue:${String(issue)}` };
}

function toHaltedRun(row: Selectable<Tables["halted_runs"]>): HaltedRun {
  const { run_id: run, attempt, title, url, at } = row;
  return { run, attempt, title, url, at };
}
