import { sql, type Kysely, type Selectable } from "kysely";
import { isOver, PHASES } from "../../core/request/request.ts";
import { ofIssue, ofRepository } from "./columns.ts";
import type {
  Dispatch,
  IssueRef,
  LiveDispatch,
  RepositoryRef,
} from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

export const LIVE_PHASES = PHASES.filter((phase) => !isOver(phase));

type DispatchMethods = Pick<
  Store,
  | "intendDispatch"
  | "withdrawIntent"
  | "otherDispatches"
  | "dispatchOf"
  | "countDispatchAttempt"
  | "recordDispatchedRun"
  | "recordWatched"
  | "recordStop"
  | "requestOfRun"
  | "requestOfRunAnywhere"
  | "requestOfCorrelation"
>;

export function dispatchMethods(db: Kysely<Tables>): DispatchMethods {
  return {
    intendDispatch: (request, intent) =>
      db.transaction().execute(async (transaction) => {
        await takeTurn(transaction, request);
        const standing = await readDispatch(transaction, request);
        if (standing) return standing;
        const others = await readOtherDispatches(transaction, request);
        if (others.some(({ issue }) => !intent.known.includes(issue)))
          return undefined;
        await transaction
          .insertInto("dispatches")
          .values({
            ...ofIssue(request),
            correlation: intent.correlation,
            intended_at: intent.at,
          })
          .execute();
        return readDispatch(transaction, request);
      }),

    withdrawIntent: async (request) => {
      const withdrawn = await db
        .deleteFrom("dispatches")
        .where((eb) => eb.and({ ...ofIssue(request), attempts: 0 }))
        .where("run_id", "is", null)
        .returning("issue")
        .executeTakeFirst();
      return withdrawn !== undefined;
    },

    otherDispatches: (request) => readOtherDispatches(db, request),

    dispatchOf: (request) => readDispatch(db, request),

    countDispatchAttempt: async (request, at) => {
      const counted = await db
        .updateTable("dispatches")
        .set((eb) => ({
          attempts: eb("attempts", "+", 1),
          attempted_at: at,
        }))
        .where((eb) => eb.and(ofIssue(request)))
        .returning("issue")
        .executeTakeFirst();
      // What was not counted must not be started: nobody would look for its run.
      if (!counted)
        throw new Error(
          "The intent is not there: it was withdrawn, or its repository renamed meanwhile.",
        );
    },

    recordDispatchedRun: async (request, run) => {
      await db
        .updateTable("dispatches")
        .set({ run_id: run.id, run_url: run.url })
        .where((eb) => eb.and(ofIssue(request)))
        // Where GitHub started two, the one that was written down first is it: its gate step may have been told so.
        .where("run_id", "is", null)
        .execute();
    },

    recordWatched: async (request, at) => {
      await db
        .updateTable("dispatches")
        .set({ watched_at: at })
        .where((eb) => eb.and(ofIssue(request)))
        .where((eb) =>
          eb.or([eb("watched_at", "is", null), eb("watched_at", "<", at)]),
        )
        .execute();
    },

    recordStop: async (request, { because, at }) => {
      await db
        .updateTable("dispatches")
        .set({ stopped_because: because, stopped_at: at })
        .where((eb) => eb.and(ofIssue(request)))
        .where("stopped_at", "is", null)
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

    requestOfRunAnywhere: (run) =>
      db
        .selectFrom("dispatches")
        .select(["owner", "repo", "issue"])
        .where("run_id", "=", run)
        .executeTakeFirst(),

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
    .selectAll()
    .where((eb) => eb.and(ofIssue(request)))
    .executeTakeFirst();
  return row && toDispatch(row);
}

async function readOtherDispatches(
  db: Kysely<Tables>,
  request: IssueRef,
): Promise<LiveDispatch[]> {
  const { issue, ...repository } = ofIssue(request);
  const rows = await db
    .selectFrom("dispatches")
    .selectAll()
    .where((eb) => eb.and(repository))
    .where("live", "=", sql.lit(true))
    .where("issue", "<>", issue)
    .orderBy("issue")
    .execute();
  // A query of its own, for there are few: a join may read every request instead.
  const asked = await readAsked(db, repository, rows);
  return rows.map((row) => ({
    ...toDispatch(row),
    issue: row.issue,
    experiment: asked.get(row.issue)?.experiment ?? "",
    environment: asked.get(row.issue)?.environment ?? "",
  }));
}

async function readAsked(
  db: Kysely<Tables>,
  repository: RepositoryRef,
  requests: readonly { issue: number }[],
) {
  if (requests.length === 0) return new Map<number, never>();
  const rows = await db
    .selectFrom("requests")
    .select(["issue", "experiment", "environment"])
    .where((eb) => eb.and(repository))
    .where(
      "issue",
      "in",
      requests.map(({ issue }) => issue),
    )
    .execute();
  return new Map(rows.map((row) => [row.issue, row]));
}

/** Two requests of a repository that write an intent at the same moment do so one after the other: each waits here. */
async function takeTurn(
  db: Kysely<Tables>,
  repository: RepositoryRef,
): Promise<void> {
  // To write the row, even as it is, is to hold it until the transaction ends.
  const turn = ofRepository(repository);
  await db
    .insertInto("dispatch_turns")
    .values(turn)
    .onConflict((conflict) =>
      conflict.columns(["owner", "repo"]).doUpdateSet(turn),
    )
    .execute();
}

function toDispatch(row: Selectable<Tables["dispatches"]>): Dispatch {
  return {
    correlation: row.correlation,
    intendedAt: row.intended_at,
    attempts: row.attempts,
    ...(row.attempted_at !== null && { attemptedAt: row.attempted_at }),
    ...(row.run_id !== null &&
      row.run_url !== null && { run: { id: row.run_id, url: row.run_url } }),
    ...(row.watched_at !== null && { watchedAt: row.watched_at }),
    ...(row.stopped_at !== null &&
      row.stopped_because !== null && {
        stopped: { because: row.stopped_because, at: row.stopped_at },
      }),
  };
}
