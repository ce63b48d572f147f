import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The embedded database's folder is in use by another process. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

export interface FolderLock {
  release(): void;
}

/** SQLite's SQLITE_BUSY. */
const BUSY = 5;

/**
 * Lets one process at a time use a folder. The embedded database has no such lock of its own: a second process would
 * open the same files without an error and corrupt them.
 *
 * The lock is the operating system's, taken through SQLite, because files with a process id in them can't be right:
 * two processes may find the same one left behind, and ids come again. This one ends with its process, however it ends.
 *
 * @throws FolderInUse where another process, or this one, holds the folder already
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const holder = join(folder, "holder.txt");
  const lock = new DatabaseSync(join(folder, "lock.sqlite"), { timeout: 0 });
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    const who = await readFile(holder, "utf8").catch(() => "another process");
    throw new FolderInUse(
      `The data folder ${folder} is in use by ${who}. Stop that process, or give this one another DATA_FOLDER, or a ` +
        "DATABASE_URL if several are to run at once.",
      { cause: error },
    );
  }
  await writeFile(holder, `process ${String(process.pid)} on ${hostname()}`);
  return {
    release: () => {
      lock.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === BUSY;
}
