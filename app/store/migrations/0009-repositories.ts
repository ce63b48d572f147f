import { sql, type Kysely } from "kysely";
import { SCHEMA } from "../tables.ts";

const STATEMENTS = [
  sql`set local search_path to ${sql.id(SCHEMA)}`,
  sql`alter table repositories alter column comments_read_to drop not null`,
  sql`
    alter table repositories
      add column github_id bigint,
      add column installation bigint,
      add column archived boolean not null default false`,
  sql`create unique index repositories_by_github_id on repositories (github_id)`,
  // What belongs to a request goes with it where its repository gets another name.
  ...["pins", "dispatches"].flatMap((table) => {
    const name = sql.id(`${table}_owner_repo_issue_fkey`);
    return [
      sql`alter table ${sql.id(table)} drop constraint ${name}`,
      sql`
        alter table ${sql.id(table)} add constraint ${name}
        foreign key (owner, repo, issue) references requests on update cascade`,
    ];
  }),
];

/** Which repository of GitHub's a name stands for, and who reaches it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await statement.execute(db);
}
