import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createVerifier } from "../../../core/audit/verify.ts";
import { up as beginning } from "../../../app/store/migrations/0001-beginning.ts";
import { up as auditChain } from "../../../app/store/migrations/0003-audit-chain.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import { SCHEMA, type Tables } from "../../../app/store/tables.ts";

let pglite: PGlite;
let before: Kysely<unknown>;
beforeEach(async () => {
  pglite = await PGlite.create();
  before = new Kysely({ dialect: new PGliteDialect({ pglite }) });
  await sql`create schema ${sql.id(SCHEMA)}`.execute(before);
  await before.transaction().execute(beginning);
});
afterEach(() => before.destroy());

it("chains the audit events that were there, one chain a repository, and goes on from there", async () => {
  // More than are chained at once.
  await sql`
    insert into ${sql.table(`${SCHEMA}.audit_events`)} (at, owner, repo, subject, kind, data)
    select '2026-03-02T10:00:00.5Z'::timestamptz + number * interval '1 minute', 'acme',
      case when number % 4 = 0 then 'other' else 'shop' end, 'issue:1', 'answer',
      jsonb_build_object('zz', number, 'a', 'ü')
    from generate_series(1, 1200) number`.execute(before);
  await before.transaction().execute(auditChain);

  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  const store = createStore(db.withSchema(SCHEMA));
  const at = new Date("2026-03-04T10:00:00Z");
  for (const [repo, entries] of [
    ["shop", 901],
    ["other", 301],
  ] as const) {
    const of = { owner: "acme", repo };
    const event = { subject: "issue:1", kind: "answer", data: {} };
    await store.appendAudit({ ...of, at, ...event });
    const verifier = createVerifier();
    const faults = (await store.auditEntries(of, 0, 2_000)).flatMap(
      (entry) => verifier.next(entry) ?? [],
    );
    expect(faults).toEqual([]);
    expect(verifier.end(await store.auditHead(of))).toMatchObject({
      ok: true,
      entries,
    });
  }
});
