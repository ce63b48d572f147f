import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  openDatabase,
  type Database,
  type DatabasePlace,
} from "../../../app/store/database.ts";

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

/** Tests that need Postgres; without TEST_DATABASE_URL they say so, and fail where every part has to be there. */
export function onPostgres(
  name: string,
  tests: (place: () => Promise<{ url: string }>) => void,
): void {
  describe.runIf(SERVER !== undefined)(`${name} (Postgres)`, () => {
    tests(newDatabase());
  });
  describe.runIf(SERVER === undefined)(`${name} (no Postgres)`, () => {
    it("is tested on Postgres too", ({ skip }) => {
      const missing = `${name}: skipped: Postgres not found (TEST_DATABASE_URL leads to one)`;
      process.stdout.write(`${missing}\n`);
      expect(process.env["CHAOS_GOVERNOR_ALL_PARTS"]).not.toBe("1");
      skip(missing);
    });
  });
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
