import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import {
  Kysely,
  PGliteDialect,
  PostgresDialect,
  sql,
  type Dialect,
} from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import { Pool, types } from "pg";
import { fromPglite, type ConstructorOptions } from "pg-boss";
import { lockFolder } from "./folder-lock.ts";
import { up as beginning } from "./migrations/0001-beginning.ts";
import { up as watch } from "./migrations/0002-watch.ts";
import { up as auditChain } from "./migrations/0003-audit-chain.ts";
import { up as halts } from "./migrations/0004-halts.ts";
import { up as inbox } from "./migrations/0005-inbox.ts";
import { up as protection } from "./migrations/0006-protection.ts";
import { up as manyRequests } from "./migrations/0007-many-requests.ts";
import { up as redeliveries } from "./migrations/0008-redeliveries.ts";
import { up as repositories } from "./migrations/0009-repositories.ts";
import { SCHEMA, type Tables } from "./tables.ts";

/** Forward only: what was released is never changed, only followed by another. */
const MIGRATIONS: Record<string, Migration> = {
  "0001-beginning": { up: beginning },
  "0002-watch": { up: watch },
  "0003-audit-chain": { up: auditChain },
  "0004-halts": { up: halts },
  "0005-inbox": { up: inbox },
  "0006-protection": { up: protection },
  "0007-many-requests": { up: manyRequests },
  "0008-redeliveries": { up: redeliveries },
  "0009-repositories": { up: repositories },
};

/** Which database to use: a server by connection string, an embedded one in a folder, or one in memory for tests. */
export type DatabasePlace =
  { url: string } | { folder: string } | { memory: true };

export interface Database {
  kysely: Kysely<Tables>;
  /** How pg-boss reaches the same database. */
  boss: Pick<ConstructorOptions, "db" | "backend" | "connectionString">;
  /** Whether no other process can be using this database. */
  exclusive: boolean;
  /** @throws where the database does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date; several processes may do that at once.
 *
 * @throws FolderInUse where another process has the folder; the driver's error where a server can't be reached
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const database =
    "url" in place ? openServer(place.url) : await openEmbedded(place);
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function openServer(url: string): Database {
  const pool = new Pool({
    connectionString: url,
    application_name: "chaos-governor",
    types: { getTypeParser: readIdsAsNumbers },
  });
  // A connection that breaks while idle is replaced by the pool; unheard, the event would end the process.
  pool.on("error", () => undefined);
  const kysely = inOurSchema(new PostgresDialect({ pool }));
  return {
    kysely,
    boss: { connectionString: url },
    exclusive: false,
    ping: () => ping(kysely),
    close: () => kysely.destroy(),
  };
}

async function openEmbedded(
  place: { folder: string } | { memory: true },
): Promise<Database> {
  const lock = "folder" in place ? await lockFolder(place.folder) : undefined;
  try {
    const dataDir =
      "folder" in place ? join(place.folder, "database") : undefined;
    if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
    const pglite = await PGlite.create(
      dataDir === undefined ? {} : { dataDir },
    );
    const kysely = inOurSchema(new PGliteDialect({ pglite }));
    return {
      kysely,
      boss: { db: fromPglite(pglite), backend: "pglite" },
      exclusive: true,
      ping: () => ping(kysely),
      close: async () => {
        await kysely.destroy();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function inOurSchema(dialect: Dialect): Kysely<Tables> {
  return new Kysely<Tables>({ dialect }).withSchema(SCHEMA);
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableSchema: SCHEMA,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error("The database's tables could not be brought up to date.", {
      cause: error,
    });
}

async function ping(db: Kysely<Tables>): Promise<void> {
  await sql`select 1`.execute(db);
}

/** GitHub's ids need more than 32 bits and stay below 2^53; the embedded database reads them as numbers too. */
const readIdsAsNumbers: typeof types.getTypeParser = (oid, format) =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format);
