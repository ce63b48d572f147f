import { sql } from "kysely";
import { openDatabase, type Database } from "../../app/store/database.ts";
import { createStore } from "../../app/store/sql-store.ts";
import { type Comparison, shortest } from "./comparison.ts";

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 200;
const SHOP = { owner: "acme", repo: "shop" };
const AT = new Date("2026-01-01T00:00:00Z");

/** What a look at one request asks of the database, and what it writes to start it, beside few and many open requests. */
export async function benchOpenRequests(): Promise<Comparison[]> {
  const few = await openWith(FEW);
  const many = await openWith(MANY);
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 1; round <= ROUNDS; round++) {
    /* oxlint-disable no-await-in-loop -- in turns, so that both meet the same machine */
    times.few.push(await timeEvent(few, round));
    times.many.push(await timeEvent(many, round));
    /* oxlint-enable no-await-in-loop */
  }
  await Promise.all([few.close(), many.close()]);
  return [
    {
      name: `an event beside ${String(MANY)} open requests`,
      ours: shortest(times.many),
      theirs: {
        name: `beside ${String(FEW)}`,
        took: shortest(times.few),
      },
      bound: { longer: 1.2 },
    },
  ];
}

async function openWith(requests: number): Promise<Database> {
  const database = await openDatabase({ memory: true });
  await sql`
    insert into chaos_governor.requests (owner, repo, issue, installation, requester, source, opened_at, phase)
    select ${SHOP.owner}, ${SHOP.repo}, number, 7, 'ahmed', 'form', ${AT}, 'open'
    from generate_series(100001, ${sql.lit(100_000 + requests)}) as number`.execute(
    database.kysely,
  );
  return database;
}

async function timeEvent(database: Database, issue: number): Promise<number> {
  const store = createStore(database.kysely);
  const request = { ...SHOP, issue };
  await store.openRequest(
    request,
    {
      installation: 7,
      requester: "ahmed",
      source: { kind: "form" },
      openedAt: AT,
    },
    AT,
  );
  const begun = performance.now();
  await store.recordFor(request);
  await store.otherDispatches(request);
  await store.intendDispatch(request, {
    correlation: `correlation-${String(issue)}`,
    at: AT,
    known: [],
  });
  const took = performance.now() - begun;
  await store.enterPhase(request, "finished", "it ended", AT);
  return took;
}
