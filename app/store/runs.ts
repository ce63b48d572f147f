import type { Kysely, Selectable } from "kysely";
import { writeAudit } from "./audit.ts";
import { ofFailure, ofRepository } from "./columns.ts";
import type { RepositoryRef, RunRecord } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

const MOST_RUNS = 100;

type RunMethods = Pick<
  Store,
  | "recordRun"
  | "recordedRun"
  | "runsOf"
  | "failuresToFile"
  | "unfiledFailures"
  | "failureIssue"
  | "recordFiled"
>;

export function runMethods(db: Kysely<Tables>): RunMethods {
  const unfiled = () =>
    db.selectFrom("runs").where("failed", "=", true).where("filed", "=", false);

  return {
    recordRun: (repository, run, at) =>
      db.transaction().execute(async (transaction) => {
        const inserted = await transaction
          .insertInto("runs")
          .values({ ...ofRepository(repository), ...columnsOf(run) })
          .onConflict((conflict) => conflict.doNothing())
          .returning("run_id")
          .executeTakeFirst();
        const { summary: _, ...data } = run;
        if (inserted)
          await writeAudit(transaction, {
            ...subject(repository, run),
            at,
            kind: "verdict",
            data,
          });
        return inserted !== undefined;
      }),

    recordedRun: async (repository, run, attempt) => {
      const row = await db
        .selectFrom("runs")
        .selectAll()
        .where((eb) =>
          eb.and({ ...ofRepository(repository), run_id: run, attempt }),
        )
        .executeTakeFirst();
      return row && toRecord(row);
    },

    runsOf: async (repository, { environment, digest }) => {
      const rows = await db
        .selectFrom("runs")
        .selectAll()
        .where((eb) =>
          eb.and({ ...ofRepository(repository), environment, digest }),
        )
        .orderBy("ended_at", "desc")
        .limit(MOST_RUNS)
        .execute();
      return rows.map(toRecord);
    },

    failuresToFile: (repository) =>
      unfiled()
        .select(["experiment", "environment"])
        .distinct()
        .where((eb) => eb.and(ofRepository(repository)))
        .orderBy("experiment")
        .orderBy("environment")
        .execute(),

    unfiledFailures: async (failure) => {
      const rows = await unfiled()
        .selectAll()
        .where((eb) => eb.and(ofFailure(failure)))
        .orderBy("ended_at")
        .execute();
      return rows.map(toRecord);
    },

    failureIssue: (failure) =>
      db
        .selectFrom("failures")
        .select(["issue", "count"])
        .where((eb) => eb.and(ofFailure(failure)))
        .executeTakeFirst(),

    recordFiled: (failure, issue, runs, at) =>
      db.transaction().execute(async (transaction) => {
        let filed = 0;
        for (const { run, attempt } of runs) {
          const row = await transaction
            .updateTable("runs")
            .set({ filed: true })
            .where((eb) =>
              eb.and({ ...ofFailure(failure), run_id: run, attempt }),
            )
            .where("filed", "=", false)
            .returning("run_id")
            .executeTakeFirst();
          if (!row) continue;
          filed += 1;
          await writeAudit(transaction, {
            ...subject(failure, { run }),
            at,
            kind: "filed",
            data: { issue, attempt },
          });
        }
        await transaction
          .insertInto("failures")
          .values({ ...ofFailure(failure), issue, count: filed })
          .onConflict((conflict) =>
            conflict
              .columns(["owner", "repo", "experiment", "environment"])
              .doUpdateSet((eb) => ({
                issue,
                count: eb
                  .case()
                  .when("failures.issue", "=", issue)
                  .then(eb("failures.count", "+", filed))
                  .else(filed)
                  .end(),
              })),
          )
          .execute();
      }),
  };
}

function subject(
  { owner, repo }: RepositoryRef,
  { run }: Pick<RunRecord, "run">,
) {
  return { owner, repo, subject: `run:${String(run)}` };
}

function columnsOf(run: RunRecord) {
  return {
    run_id: run.run,
    attempt: run.attempt,
    experiment: run.experiment,
    environment: run.environment,
    workflow: run.workflow,
    digest: run.digest,
    commit: run.commit,
    verdict: run.verdict,
    reason: run.reason,
    summary: run.summary ?? null,
    failed: run.failed,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    url: run.url,
    request_issue: run.request ?? null,
  };
}

function toRecord(row: Selectable<Tables["runs"]>): RunRecord {
  return {
    run: row.run_id,
    attempt: row.attempt,
    experiment: row.experiment,
    environment: row.environment,
    workflow: row.workflow,
    digest: row.digest,
    commit: row.commit,
    verdict: row.verdict,
    reason: row.reason,
    ...(row.summary !== null && { summary: row.summary }),
    failed: row.failed,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    url: row.url,
    ...(row.request_issue !== null && { request: row.request_issue }),
  };
}
