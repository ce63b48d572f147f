import { sql, type Kysely } from "kysely";
import { BEGINNING, chained, type Head } from "../../../core/audit/chain.ts";
import { SCHEMA } from "../tables.ts";

/** How many events are chained at once. */
const BATCH = 500;

const TABLES = [
  sql`set local search_path to ${sql.id(SCHEMA)}`,
  sql`
    create table audit_chains (
      id bigint generated always as identity primary key,
      owner text not null,
      repo text not null,
      position bigint not null,
      hash text not null,
      unique (owner, repo)
    )`,
  sql`drop trigger audit_events_append_only on audit_events`,
  sql`
    alter table audit_events
      add column chain bigint references audit_chains,
      add column position bigint,
      add column previous text,
      add column hash text`,
];

const RULES = [
  sql`
    alter table audit_events
      alter column chain set not null,
      alter column position set not null,
      alter column previous set not null,
      alter column hash set not null,
      add unique (chain, position)`,
  sql`drop index audit_events_of_subject`,
  sql`create index audit_events_of_subject on audit_events (chain, subject, position)`,
  sql`create index audit_events_of_kind on audit_events (chain, kind, position)`,
  sql`
    create trigger audit_events_append_only before update or truncate on audit_events
    for each statement execute function refuse_to_change_the_audit_trail()`,
  // What the chain itself says was pruned may go.
  sql`
    create function refuse_to_remove_from_the_audit_trail() returns trigger language plpgsql as $$
    begin
      if exists (
        select 1 from ${sql.id(SCHEMA)}.audit_events
        where chain = old.chain and kind = 'audit-pruned' and (data ->> 'position')::bigint >= old.position
      ) then
        return old;
      end if;
      raise exception 'audit events are appended, never changed or removed';
    end $$`,
  sql`
    create trigger audit_events_kept before delete on audit_events
    for each row execute function refuse_to_remove_from_the_audit_trail()`,
];

/** Chains the events that are there, one chain a repository, and lets none be removed but what was pruned. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of TABLES) await statement.execute(db);
  await chainWhatIsThere(db);
  for (const statement of RULES) await statement.execute(db);
}

interface Row {
  id: number;
  at: Date;
  owner: string;
  repo: string;
  subject: string;
  kind: string;
  data: Record<string, unknown>;
}

async function chainWhatIsThere(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into audit_chains (owner, repo, position, hash)
    select owner, repo, 0, ${BEGINNING.hash} from audit_events group by owner, repo order by min(id)`.execute(
    db,
  );
  const heads = new Map<string, Head>();
  let after = 0;
  for (;;) {
    const { rows } = await sql<Row>`
      select id, at, owner, repo, subject, kind, data from audit_events
      where id > ${after} order by id limit ${BATCH}`.execute(db);
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    await chainRows(db, rows, heads);
  }
  await sql`
    update audit_chains set position = last.position, hash = last.hash
    from audit_events last
    where last.chain = audit_chains.id and last.position = (
      select max(position) from audit_events of_chain where of_chain.chain = audit_chains.id
    )`.execute(db);
}

async function chainRows(
  db: Kysely<unknown>,
  rows: readonly Row[],
  heads: Map<string, Head>,
): Promise<void> {
  const links = rows.map(({ id, at, ...event }) => {
    const name = `${event.owner}/${event.repo}`;
    const { position, previous, hash } = chained(
      { ...event, at: at.toISOString() },
      heads.get(name) ?? BEGINNING,
    );
    heads.set(name, { position, hash });
    return { id, position, previous, hash };
  });
  await sql`
    update audit_events set
      chain = audit_chains.id, position = link.position, previous = link.previous, hash = link.hash
    from json_to_recordset(${JSON.stringify(links)}::json)
      as link (id bigint, position bigint, previous text, hash text), audit_chains
    where audit_events.id = link.id
      and audit_chains.owner = audit_events.owner and audit_chains.repo = audit_events.repo`.execute(
    db,
  );
}
