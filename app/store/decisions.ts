import { sql, type Kysely } from "kysely";
import { chainOf, writeAudit } from "./audit.ts";
import { ofRepository } from "./columns.ts";
import type { IssueRef } from "./records.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type DecisionMethods = Pick<
  Store,
  "recordDecision" | "decisionsOf" | "latestDecisions"
>;

const KIND = "decision";
const MOST_OF_A_REQUEST = 200;
const MOST_REQUESTS = 100;
const LATELY_MS = 30 * 86_400_000;

/**
 * Decisions in the audit trail. A record is kept as text within the event: a value would come back with its keys in
 * another order, and could not hold every character.
 */
export function decisionMethods(db: Kysely<Tables>): DecisionMethods {
  return {
    recordDecision: (request, decision) =>
      db.transaction().execute(async (transaction) => {
        const { at, ...data } = decision;
        if (decision.decision !== "allow") {
          const latest = await transaction
            .selectFrom("audit_events")
            .select(sql<string>`data ->> 'says'`.as("says"))
            .where("chain", "=", chainOf(db, request))
            .where((eb) => eb.and(decisionsOn(request)))
            .orderBy("position", "desc")
            .executeTakeFirst();
          if (latest?.says === decision.says) return;
        }
        await writeAudit(transaction, {
          ...ofRepository(request),
          ...decisionsOn(request),
          at,
          data,
        });
      }),

    decisionsOf: async (request) => {
      const rows = await db
        .selectFrom("audit_events")
        .select(RECORD)
        .where("chain", "=", chainOf(db, request))
        .where((eb) => eb.and(decisionsOn(request)))
        .orderBy("position", "desc")
        .limit(MOST_OF_A_REQUEST)
        .execute();
      return recordsIn(rows).toReversed();
    },

    latestDecisions: async (repository, now) => {
      const since = new Date(now.getTime() - LATELY_MS);
      const rows = await db
        .selectFrom((from) =>
          from
            .selectFrom("audit_events")
            .distinctOn("subject")
            .select(["position", RECORD])
            .where("chain", "=", chainOf(db, repository))
            .where("kind", "=", KIND)
            .where("at", ">=", since)
            .orderBy("subject")
            .orderBy("position", "desc")
            .as("latest"),
        )
        .select("record")
        .orderBy("position", "desc")
        .limit(MOST_REQUESTS)
        .execute();
      return recordsIn(rows);
    },
  };
}

const RECORD = sql<string | null>`data ->> 'record'`.as("record");

function decisionsOn({ issue }: IssueRef) {
  return { subject: `issue:${String(issue)}`, kind: KIND };
}

function recordsIn(rows: { record: string | null }[]): string[] {
  return rows.flatMap(({ record }) => record ?? []);
}
