import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database } from "../../../app/store/database.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import type { Store } from "../../../app/store/store.ts";

/** One database in memory for all tests of a file; each world is a repository of its own in it. */
export function storeForTests(): () => Store {
  let database: Database | undefined;
  beforeAll(async () => {
    database = await openDatabase({ memory: true });
  });
  afterAll(() => database?.close());
  return () => {
    if (!database) throw new Error("the database is not open yet");
    return createStore(database.kysely);
  };
}
