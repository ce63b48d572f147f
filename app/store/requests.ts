import { sql, type Kysely, type Selectable } from "kysely";
import type { RequestRecord } from "../../core/request/observation.ts";
import { isOver } from "../../core/request/request.ts";
import { writeAudit } from "./audit.ts";
import { ofIssue, ofRepository } from "./columns.ts";
import { readAnswers } from "./conversations.ts";
import { LIVE_PHASES, readDispatch } from "./dispatches.ts";
import type { Dispatch, IssueRef, RequestSource } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type RequestMethods = Pick<
  Store,
  | "recordFor"
  | "openRequest"
  | "rememberAsk"
  | "requestFromComment"
  | "openRequests"
  | "enterPhase"
  | "addPin"
>;

export function requestMethods(db: Kysely<Tables>): RequestMethods {
  return {
    recordFor: async (request) => {
      const row = await db
        .selectFrom("requests")
        .select([
          "requester",
          "opened_at",
          "phase",
          "because",
          "status_comment_id",
          "source",
          "source_run_id",
          "source_attempt",
        ])
        .where((eb) => eb.and(ofIssue(request)))
        .executeTakeFirst();
      if (!row) return undefined;
      const dispatch = await readDispatch(db, request);
      return {
        requester: row.requester,
        openedAt: row.opened_at,
        phase: row.phase,
        pins: await readPins(db, request),
        answers: await readAnswers(db, request),
        ...(row.because !== null && { because: row.because }),
        ...(row.status_comment_id !== null && {
          statusCommentId: row.status_comment_id,
        }),
        ...heldRun(row),
        ...(dispatch && { dispatch: withoutRun(dispatch) }),
      };
    },

    openRequest: (request, opening, at) =>
      db.transaction().execute(async (transaction) => {
        const { installation, requester, source, openedAt } = opening;
        const inserted = await transaction
          .insertInto("requests")
          .values({
            ...ofIssue(request),
            installation,
            requester,
            ...sourceColumns(source),
            opened_at: openedAt,
            phase: "open",
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning("issue")
          .executeTakeFirst();
        if (inserted)
          await writeAudit(transaction, {
            ...subject(request),
            at,
            kind: "opened",
            data: { requester, source, openedAt },
          });
        return inserted !== undefined;
      }),

    rememberAsk: async (request, asked) => {
      await db
        .updateTable("requests")
        .set({
          experiment: asked.experiment,
          environment: asked.environment,
        })
        .where((eb) => eb.and(ofIssue(request)))
        .where("experiment", "is", null)
        .execute();
      const row = await db
        .selectFrom("requests")
        .select(["experiment", "environment"])
        .where((eb) => eb.and(ofIssue(request)))
        .executeTakeFirstOrThrow();
      return {
        experiment: row.experiment ?? asked.experiment,
        environment: row.environment ?? asked.environment,
      };
    },

    requestFromComment: async (repository, commentId) => {
      const row = await db
        .selectFrom("requests")
        .select("issue")
        .where((eb) =>
          eb.and({ ...ofRepository(repository), source_comment_id: commentId }),
        )
        .executeTakeFirst();
      return row?.issue;
    },

    openRequests: async (repository) => {
      const rows = await db
        .selectFrom("requests")
        .select("issue")
        .where((eb) => eb.and(ofRepository(repository)))
        .where(
          "phase",
          "in",
          LIVE_PHASES.map((phase) => sql.lit(phase)),
        )
        .orderBy("issue")
        .execute();
      return rows.map((row) => row.issue);
    },

    enterPhase: (request, phase, because, at) =>
      db.transaction().execute(async (transaction) => {
        const entered = await transaction
          .updateTable("requests")
          .set({ phase, because })
          .where((eb) => eb.and(ofIssue(request)))
          .where("phase", "<>", phase)
          .returning("issue")
          .executeTakeFirst();
        if (!entered) return;
        await transaction
          .updateTable("dispatches")
          .set({ live: !isOver(phase) })
          .where((eb) => eb.and(ofIssue(request)))
          .execute();
        await writeAudit(transaction, {
          ...subject(request),
          at,
          kind: "phase",
          data: { phase, because },
        });
      }),

    addPin: (request, pin, at) =>
      db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto("pins")
          .values({
            ...ofIssue(request),
            path: pin.path,
            digest: pin.digest,
            environment: pin.environment,
            commit: pin.commit,
            announced_by: pin.announcedBy,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning("id")
          .executeTakeFirst();
        if (added)
          await writeAudit(transaction, {
            ...subject(request),
            at,
            kind: "pin",
            data: { ...pin },
          });
      }),
  };
}

async function readPins(db: Kysely<Tables>, request: IssueRef) {
  const rows = await db
    .selectFrom("pins")
    .select([
      "path",
      "digest",
      "environment",
      "commit",
      "announced_by as announcedBy",
    ])
    .where((eb) => eb.and(ofIssue(request)))
    .orderBy("id")
    .execute();
  return rows;
}

/** The run that waits for the request, where it was opened for one. */
function heldRun({
  source,
  source_run_id: run,
  source_attempt: attempt,
}: Pick<
  Selectable<Tables["requests"]>,
  "source" | "source_run_id" | "source_attempt"
>): Pick<RequestRecord, "holds"> {
  return source === "protection" && run !== null && attempt !== null
    ? { holds: { run, attempt } }
    : {};
}

function sourceColumns(source: RequestSource) {
  return {
    source: source.kind,
    source_comment_id: source.kind === "comment" ? source.commentId : null,
    source_run_id: "run" in source ? source.run : null,
    source_attempt: source.kind === "protection" ? source.attempt : null,
  };
}

function subject(request: IssueRef) {
  return {
    owner: request.owner,
    repo: request.repo,
    subject: `issue:${String(request.issue)}`,
  };
}

function withoutRun(dispatch: Dispatch): Omit<Dispatch, "run"> {
  const { run: _, ...started } = dispatch;
  return started;
}
