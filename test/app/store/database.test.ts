import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../app/store/database.ts";
import { FolderInUse, lockFolder } from "../../../app/store/folder-lock.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import { onPostgres } from "./databases.ts";

const HOLDS_A_FOLDER = join(
  import.meta.dirname,
  "../../fixtures/app/holds-a-folder.ts",
);

describe("a data folder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "chaos-governor-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is used by one at a time; the second is told by whom and what to do", async () => {
    const lock = await lockFolder(folder);
    const second = lockFolder(folder);
    await expect(second).rejects.toThrow(FolderInUse);
    await expect(second).rejects.toThrow(
      `in use by process ${String(process.pid)} on ${hostname()}`,
    );
    await expect(second).rejects.toThrow("DATA_FOLDER");
    lock.release();
  });

  it("is free again once it was released", async () => {
    (await lockFolder(folder)).release();
    const again = lockFolder(folder);
    await expect(again).resolves.toBeDefined();
    (await again).release();
  });

  it("goes to one of several that ask at once", async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => lockFolder(folder)),
    );
    const won = tries.filter((attempt) => attempt.status === "fulfilled");
    expect(won).toHaveLength(1);
    for (const { value } of won) value.release();
  });

  it("is refused to a second process while the first one lives, and free once that died", async () => {
    const process = spawn(execPath, [HOLDS_A_FOLDER, folder]);
    await once(process.stdout, "data");
    await expect(lockFolder(folder)).rejects.toThrow(
      `in use by process ${String(process.pid)}`,
    );
    process.kill("SIGKILL");
    await once(process, "exit");
    const lock = await lockFolder(folder);
    lock.release();
  });

  it("keeps what was written when it is opened again", async () => {
    const shop = { owner: "acme", repo: "shop", issue: 1 };
    const first = await openDatabase({ folder });
    await createStore(first.kysely).recordAnswer(shop, 5, "help");
    await first.close();
    const second = await openDatabase({ folder });
    await second.ping();
    expect(await createStore(second.kysely).answersIn(shop)).toEqual(
      new Map([[5, "help"]]),
    );
    await second.close();
  });
});

onPostgres("the tables", (place) => {
  it("are made once when several processes start at once", async () => {
    const databases = await Promise.all(
      Array.from({ length: 4 }, async () => openDatabase(await place())),
    );
    const shop = { owner: "acme", repo: "shop", issue: 1 };
    for (const { kysely } of databases)
      expect(await createStore(kysely).answersIn(shop)).toEqual(new Map());
    await Promise.all(databases.map((database) => database.close()));
  });
});

describe("a database server that is not there", () => {
  it("is told of instead of waited for", async () => {
    await expect(
      openDatabase({ url: "postgres://nobody@127.0.0.1:1/nothing" }),
    ).rejects.toThrow("could not be brought up to date");
  });
});
