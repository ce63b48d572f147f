import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import {
  openDatabase,
  type Database,
  type DatabasePlace,
} from "../../../app/store/database.ts";
import { describeWith } from "../../needs.ts";

const SERVER = process.env["TEST_DATABASE_URL"];

/**
 * The same tests on the embedded database and on Postgres. Each group has a database of its own, empty at first:
 * `place` opens it once more, as a second process would.
 */
export function onEveryDatabase(
  name: string,
  tests: (world: { database: () => Database }) => void,
): void {
  describe(`${name} (embedded)`, () => {
    tests(opened(() => Promise.resolve({ memory: true })));
  });
  onPostgres(name, (place) => {
    tests(opened(place));
  });
}

/** Tests that need Postgres, to which TEST_DATABASE_URL leads. */
export function onPostgres(
  name: string,
  tests: (place: () => Promise<{ url: string }>) => void,
): void {
  describeWith(
    {
      name: "Postgres",
      present: SERVER !== undefined,
    },
    name,
    () => tests(newDatabase()),
  );
}

/** A database of its own on the server, made when it is first asked for and dropped after the tests. */
function newDatabase(): () => Promise<{ url: string }> {
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  const created = once(() => onServer(`create database ${database}`));
  afterAll(() => onServer(`drop database if exists ${database} with (force)`));
  return async () => {
    await created();
    const url = new URL(SERVER ?? "");
    url.pathname = `/${database}`;
    return { url: url.href };
  };
}

function opened(place: () => Promise<DatabasePlace>): {
  database: () => Database;
} {
  let database: Database | undefined;
  beforeAll(async () => {
    database = await openDatabase(await place());
  });
  afterAll(() => database?.close());
  return {
    database: () => {
      if (!database) throw new Error("the database is not open yet");
      return database;
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: SERVER });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
