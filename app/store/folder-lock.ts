import { randomUUID } from "node:crypto";
import {
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/** The embedded database's folder is in use by another process. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface FolderLock {
  release(): Promise<void>;
}

/** How often a holder shows that it lives, and for how long another host's lock is watched for that sign. */
const BEAT_MS = 2_000;
const WATCH_MS = 3 * BEAT_MS;

/** Tokens of the locks that this very process holds. */
const ours = new Set<string>();

/**
 * Lets one process at a time use a folder. The embedded database has no such lock of its own: a second process would
 * open the same files without an error and corrupt them.
 *
 * A lock left behind by a process that died is taken over. On the same host that shows by its process id; a lock from
 * another host (a container that is gone) counts as left behind when it shows no sign of life for some seconds.
 *
 * @throws FolderInUse where a living process holds the folder
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, "chaos-governor.lock");
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
  };
  await mkdir(folder, { recursive: true });
  while (!(await claim(path, holder))) {
    const standing = await readFile(path, "utf8").catch(() => undefined);
    if (standing === undefined) continue;
    await refuseWhileAlive(path, parseHolder(standing), folder);
    await moveAway(path, standing, folder);
  }
  ours.add(holder.token);
  const beat = setInterval(() => void showLife(path), BEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(beat);
      ours.delete(holder.token);
      await rm(path, { force: true });
    },
  };
}

/** Creates the lock file; false where there is one. */
async function claim(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  }
}

async function refuseWhileAlive(
  path: string,
  holder: Holder | undefined,
  folder: string,
): Promise<void> {
  const alive =
    holder?.host === hostname()
      ? ours.has(holder.token) ||
        (holder.pid !== process.pid && runs(holder.pid))
      : await showsLife(path);
  if (!alive) return;
  const who = holder
    ? `process ${String(holder.pid)} on ${holder.host}`
    : "another process";
  throw new FolderInUse(
    `The data folder ${folder} is in use by ${who}. Stop that process, or give this one another DATA_FOLDER, or a ` +
      `DATABASE_URL if several are to run at once. If no Chaos Governor runs there, delete ${path}.`,
  );
}

/**
 * Moves a lock that was left behind out of the way. Two processes may try this at once, so what was moved is compared
 * with what was judged: a lock that somebody took in between is put back.
 */
async function moveAway(
  path: string,
  judged: string,
  folder: string,
): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return;
    throw error;
  }
  const moved = await readFile(aside, "utf8");
  if (moved !== judged) {
    await rename(aside, path);
    throw new FolderInUse(
      `Another process took the data folder ${folder} at the same moment. Start this one again if that was not meant.`,
    );
  }
  await rm(aside, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    // A process that died while it wrote its lock leaves half a file.
    return undefined;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else's may not be signalled, but it is there.
    return isErrno(error, "EPERM");
  }
}

// The sign of life is the file's time of change. It is only ever compared with itself, never with a clock: clocks of
// two hosts differ.
async function showLife(path: string): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: undefined }));
  if (mtimeMs === undefined) return;
  const next = (mtimeMs + 1_000) / 1_000;
  await utimes(path, next, next).catch(() => undefined);
}

async function showsLife(path: string): Promise<boolean> {
  const before = await stat(path).catch(() => undefined);
  await delay(WATCH_MS);
  const after = await stat(path).catch(() => undefined);
  return before?.mtimeMs !== after?.mtimeMs;
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
