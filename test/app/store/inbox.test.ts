import { expect, it, vi } from "vitest";
import { createInbox, type AskedLook } from "../../../app/store/inbox.ts";
import { silentLog } from "../silent-log.ts";
import { onEveryDatabase } from "./databases.ts";

const look = (issue: number): AskedLook => ({
  key: { kind: "issue", installation: 1, owner: "acme", repo: "shop", issue },
  cause: "a webhook",
});

onEveryDatabase("the inbox", ({ database }) => {
  const open = (move: (looks: AskedLook[]) => Promise<void>) =>
    createInbox({
      db: database().kysely,
      exclusive: true,
      log: silentLog,
      move,
    });
  const rows = () =>
    database().kysely.selectFrom("inbox").select("looks").execute();

  it("keeps 500 looks in a handful of rows, and moves each on once", async () => {
    const held = Promise.withResolvers<void>();
    const moved: AskedLook[] = [];
    const inbox = open(async (looks) => {
      await held.promise;
      moved.push(...looks);
    });
    const looks = Array.from({ length: 500 }, (_, issue) => look(issue + 1));
    await Promise.all(looks.map((one) => inbox.keep(one)));
    expect((await rows()).length).toBeLessThanOrEqual(3);
    held.resolve();
    await inbox.stop();
    expect(moved).toEqual(looks);
    expect(await rows()).toEqual([]);
  });

  it("moves on 500 looks at one thing as a handful", async () => {
    const moved: AskedLook[] = [];
    const inbox = open((looks) => Promise.resolve(void moved.push(...looks)));
    await Promise.all(Array.from({ length: 500 }, () => inbox.keep(look(1))));
    await inbox.stop();
    expect(moved.length).toBeLessThanOrEqual(3);
  });

  it("keeps what could not be moved on, for the next start", async () => {
    const refuses = open(() => Promise.reject(new Error("no queue")));
    await refuses.keep(look(7));
    await refuses.stop();
    expect(await rows()).toEqual([{ looks: [look(7)] }]);

    const move = vi.fn<(looks: AskedLook[]) => Promise<void>>(() =>
      Promise.resolve(),
    );
    const next = open(move);
    await next.start();
    await next.stop();
    expect(move).toHaveBeenCalledExactlyOnceWith([look(7)]);
    expect(await rows()).toEqual([]);
  });

  it("is not stopped by a row that can't be read", async () => {
    await database()
      .kysely.insertInto("inbox")
      .values({ looks: JSON.stringify([{ key: { kind: "unheard of" } }]) })
      .execute();
    const inbox = open(() => Promise.resolve());
    await inbox.start();
    await inbox.stop();
    expect(await rows()).toEqual([]);
  });
});
