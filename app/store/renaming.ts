import { sql, type Selectable, type Transaction } from "kysely";
import { keyName, queuedKeySchema, type QueuedKey } from "../reconciler/key.ts";
import { writeAudit } from "./audit.ts";
import { ofRepository } from "./columns.ts";
import type { LearnedPlace, RepositoryRef } from "./records.ts";
import { SCHEMA, type Tables } from "./tables.ts";

/**
 * Every table whose rows are of a repository by its name, but for two: pins and dispatches follow their request, and
 * audit events keep the name that they were written under, for it is in their hash; their chain follows.
 */
export const RENAMED = [
  "requests",
  "answers",
  "protections",
  "dispatch_turns",
  "runs",
  "failures",
  "halts",
  "halted_runs",
  "repositories",
  "audit_chains",
] as const satisfies (keyof Tables)[];

/**
 * Remembers what GitHub says of a repository. Where it had another name before, everything goes with it; what another
 * repository left under that name is put aside, for nobody is to take the one's requests for the other's.
 */
export async function settlePlace(
  transaction: Transaction<Tables>,
  place: LearnedPlace,
  at: Date,
  ledFrom?: RepositoryRef,
): Promise<void> {
  const name = ofRepository(place);
  const known = await rowById(transaction, place.id);
  if (known && isUpToDate(known, place)) return;
  const former = known ?? (await nameless(transaction, ledFrom));
  const isRenamed = former !== undefined && !isSame(former, name);
  const there = await rowByName(transaction, name);
  const isAnothers =
    there?.github_id !== undefined &&
    there.github_id !== null &&
    there.github_id !== place.id;
  if (isAnothers || isRenamed) {
    await takeTimers(transaction, name);
    // No repository can be called so on GitHub.
    const aside = `${name.repo}~${there?.github_id ?? at.getTime()}`;
    await rename(transaction, name, { owner: name.owner, repo: aside });
  }
  if (isRenamed) {
    const { owner, repo } = former;
    await rename(transaction, { owner, repo }, name);
    for (const { key, at: due } of await takeTimers(transaction, former))
      await setTimer(transaction, { ...key, ...name }, due);
    await writeAudit(transaction, {
      ...name,
      at,
      subject: "repository",
      kind: "renamed",
      data: { from: `${owner}/${repo}`, to: `${name.owner}/${name.repo}` },
    });
  }
  await write(transaction, place);
}

/** The name that GitHub led away from, where it is not known to be another repository's. */
async function nameless(
  transaction: Transaction<Tables>,
  ledFrom: RepositoryRef | undefined,
): Promise<RepositoryRef | undefined> {
  if (!ledFrom) return undefined;
  const name = ofRepository(ledFrom);
  const row = await rowByName(transaction, name);
  return row && row.github_id !== null ? undefined : name;
}

async function rename(
  transaction: Transaction<Tables>,
  from: RepositoryRef,
  to: RepositoryRef,
): Promise<void> {
  for (const table of RENAMED)
    await sql`
      update ${sql.id(SCHEMA, table)} set owner = ${to.owner}, repo = ${to.repo}
      where owner = ${from.owner} and repo = ${from.repo}`.execute(transaction);
}

/** Takes away when what of a repository is to be looked at, and answers with it. */
async function takeTimers(
  transaction: Transaction<Tables>,
  { owner, repo }: RepositoryRef,
): Promise<{ key: QueuedKey; at: Date }[]> {
  const timers = await transaction
    .deleteFrom("timers")
    .where(sql`lower(key ->> 'owner')`, "=", owner)
    .where(sql`lower(key ->> 'repo')`, "=", repo)
    .returning(["key", "at"])
    .execute();
  return timers.flatMap(({ key, at }) => {
    const { data } = queuedKeySchema.safeParse(key);
    return data ? [{ key: data, at }] : [];
  });
}

async function setTimer(
  transaction: Transaction<Tables>,
  key: QueuedKey,
  at: Date,
): Promise<void> {
  await transaction
    .insertInto("timers")
    .values({ name: keyName(key), key: JSON.stringify(key), at })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
}

async function write(
  transaction: Transaction<Tables>,
  place: LearnedPlace,
): Promise<void> {
  const { id: github_id, installation, archived } = place;
  const learned = { github_id, installation, archived };
  const name = ofRepository(place);
  await transaction
    .insertInto("repositories")
    .values({ ...name, ...learned })
    .onConflict((conflict) =>
      conflict.columns(["owner", "repo"]).doUpdateSet(learned),
    )
    .execute();
  await transaction
    .updateTable("requests")
    .set({ installation })
    .where((eb) => eb.and(name))
    .where("installation", "<>", installation)
    .execute();
}

type Row = Selectable<Tables["repositories"]>;

function isUpToDate(row: Row, place: LearnedPlace): boolean {
  return (
    isSame(row, ofRepository(place)) &&
    row.installation === place.installation &&
    row.archived === place.archived
  );
}

function isSame(one: RepositoryRef, other: RepositoryRef): boolean {
  return one.owner === other.owner && one.repo === other.repo;
}

function rowById(
  transaction: Transaction<Tables>,
  id: number,
): Promise<Row | undefined> {
  return transaction
    .selectFrom("repositories")
    .selectAll()
    .where("github_id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

function rowByName(
  transaction: Transaction<Tables>,
  name: RepositoryRef,
): Promise<Row | undefined> {
  const { owner, repo } = name;
  return transaction
    .selectFrom("repositories")
    .selectAll()
    .where((eb) => eb.and({ owner, repo }))
    .executeTakeFirst();
}
