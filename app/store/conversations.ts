import type { Kysely } from "kysely";
import { ofIssue } from "./columns.ts";
import type { IssueRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** What the app wrote in issues: its status comments, and its answers. */
export function conversationMethods(
  db: Kysely<Tables>,
): Pick<
  Store,
  "statusComment" | "recordStatusComment" | "recordAnswer" | "answersIn"
> {
  return {
    statusComment: async (request) => {
      const row = await db
        .selectFrom("requests")
        .select(["status_comment_id", "status_hash"])
        .where((eb) => eb.and(ofIssue(request)))
        .executeTakeFirst();
      if (!row || row.status_comment_id === null || row.status_hash === null)
        return undefined;
      return { commentId: row.status_comment_id, hash: row.status_hash };
    },

    recordStatusComment: async (request, status) => {
      await db
        .updateTable("requests")
        .set({
          status_comment_id: status.commentId,
          status_hash: status.hash,
        })
        .where((eb) => eb.and(ofIssue(request)))
        .execute();
    },

    recordAnswer: async (issue, commentId, code) => {
      await db
        .insertInto("answers")
        .values({ ...ofIssue(issue), comment_id: commentId, code })
        .onConflict((conflict) =>
          conflict
            .columns(["owner", "repo", "issue", "comment_id"])
            .doUpdateSet({ code }),
        )
        .execute();
    },

    answersIn: (issue) => readAnswers(db, issue),
  };
}

export async function readAnswers(db: Kysely<Tables>, issue: IssueRef) {
  const rows = await db
    .selectFrom("answers")
    .select(["comment_id", "code"])
    .where((eb) => eb.and(ofIssue(issue)))
    .execute();
  return new Map(rows.map((row) => [row.comment_id, row.code]));
}
