import { randomUUID } from "node:crypto";
import { Client } from "pg";

const SERVER = process.env["TEST_DATABASE_URL"];

/** Whether there is a Postgres to make databases on. */
export const hasPostgres = SERVER !== undefined;

/** An empty database on the Postgres to which TEST_DATABASE_URL leads. */
export async function newDatabase(): Promise<{
  url: string;
  /** Breaks all connections, and takes no new ones until `back`, as a server that is started again. */
  gone(): Promise<void>;
  back(): Promise<void>;
  drop(): Promise<void>;
}> {
  const name = `crash_${randomUUID().replaceAll("-", "")}`;
  await onServer(`create database ${name}`);
  const url = new URL(SERVER ?? "");
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async gone() {
      await onServer(`alter database ${name} with allow_connections false`);
      await onServer(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      );
    },
    back: () => onServer(`alter database ${name} with allow_connections true`),
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: SERVER });
  await client.connect();
  await client.query(statement);
  await client.end();
}
