import type { Database } from "../../app/store/database.ts";
import { createStore } from "../../app/store/sql-store.ts";
import type { Store } from "../../app/store/store.ts";
import { createVerifier } from "../../core/audit/verify.ts";
import { eventually } from "../../sandbox/eventually.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { ORGANISATION, REPOSITORY } from "../../sandbox/people.ts";
import { brokenTrail } from "./promises.ts";
import type { Outcome } from "./world.ts";

const HERE = { owner: ORGANISATION, repo: REPOSITORY };
const PAGE = 1_000;

/** Adds to the outcomes what is missing of them in the audit trail. @returns what is wrong with its chain */
export async function checkTrail(
  database: Database,
  github: GitHubWorld,
  outcomes: readonly Outcome[],
): Promise<string[]> {
  const store = createStore(database.kysely);
  for (const { issue, history, broken } of outcomes)
    broken.push(
      ...brokenTrail(
        await store.auditOf(HERE, `issue:${issue}`),
        await eventually("its comments", () => github.inspect.comments(issue)),
        history.fate,
      ),
    );
  return [...(await brokenChain(store)), ...(await untoldRuns(store, github))];
}

/** All of the chain, from its beginning to its head. */
async function brokenChain(store: Store): Promise<string[]> {
  const verifier = createVerifier();
  let after = 0;
  for (;;) {
    const entries = await store.auditEntries(HERE, after, PAGE);
    for (const entry of entries) {
      const fault = verifier.next(entry);
      if (fault) return [`the audit trail is broken: ${JSON.stringify(fault)}`];
      after = entry.position;
    }
    if (entries.length < PAGE) break;
  }
  const verified = verifier.end(await store.auditHead(HERE));
  return verified.ok
    ? []
    : [`the audit trail is broken: ${JSON.stringify(verified.fault)}`];
}

/** Each run is judged once, and each that failed is filed once. */
async function untoldRuns(
  store: Store,
  { inspect }: GitHubWorld,
): Promise<string[]> {
  const told = inspect.runs().map(async ({ id }) => {
    const trail = await store.auditOf(HERE, `run:${id}`);
    const verdicts = trail.filter(({ kind }) => kind === "verdict");
    const filed = trail.filter(({ kind }) => kind === "filed").length;
    const failed = verdicts.some(({ data }) => data["failed"] === true);
    return [
      ...(verdicts.length === 1
        ? []
        : [`the trail tells of ${verdicts.length} verdicts on run ${id}`]),
      ...(filed === Number(failed)
        ? []
        : [`the trail tells ${filed} times that run ${id} was filed`]),
    ];
  });
  return (await Promise.all(told)).flat();
}
