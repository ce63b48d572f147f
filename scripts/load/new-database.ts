import { randomUUID } from "node:crypto";
import { Client } from "pg";

/** A database of its own on the Postgres to which TEST_DATABASE_URL leads; `undefined` where it leads nowhere. */
export async function newDatabase(): Promise<
  { url: string; drop: () => Promise<void> } | undefined
> {
  const server = process.env["TEST_DATABASE_URL"];
  if (server === undefined) return undefined;
  const name = `bench_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(server, `drop database ${name} with (force)`),
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
