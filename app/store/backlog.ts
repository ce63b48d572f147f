import { sql, type Kysely } from "kysely";
import * as z from "zod";
import { LOOKS, QUEUE_SCHEMA } from "./queue-names.ts";
import type { Tables } from "./tables.ts";

/** What waits in the queue and could be looked at now. */
export interface Backlog {
  waiting: number;
  /** For how long the first of them could have been; 0 where none waits. */
  oldestSeconds: number;
}

const backlogSchema = z.object({
  waiting: z.coerce.number(),
  oldestSeconds: z.coerce.number(),
});

/** @throws where the database does not answer */
export async function readBacklog(db: Kysely<Tables>): Promise<Backlog> {
  const since = sql.ref("since");
  const { rows } = await sql`
    select
      count(*) as waiting,
      coalesce(extract(epoch from now() - min(${since})), 0) as "oldestSeconds"
    from (
      select greatest(created_on, start_after) as since
      from ${sql.table(`${QUEUE_SCHEMA}.job`)}
      where name = ${LOOKS} and state < 'active' and start_after <= now()
    ) as ready`.execute(db);
  return backlogSchema.parse(rows[0]);
}
