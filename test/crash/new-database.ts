import { randomUUID } from "node:crypto";
import { Client } from "pg";

const SERVER = process.env["TEST_DATABASE_URL"];

/** Whether there is a Postgres to make databases on. */
export const hasPostgres = SERVER !== undefined;

/** An empty database on the Postgres to which TEST_DATABASE_URL leads. */
export async function newDatabase(): Promise<{
  url: string;
  drop(): Promise<void>;
}> {
  const name = `crash_${randomUUID().replaceAll("-", "")}`;
  await onServer(`create database ${name}`);
  const url = new URL(SERVER ?? "");
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(`drop database if exists ${name} with (force)`),
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: SERVER });
  await client.connect();
  await client.query(statement);
  await client.end();
}
