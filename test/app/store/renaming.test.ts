import { sql } from "kysely";
import { expect, it } from "vitest";
import type { QueuedKey } from "../../../app/reconciler/key.ts";
import { RENAMED } from "../../../app/store/renaming.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import { createTimers } from "../../../app/store/timers.ts";
import { silentLog } from "../silent-log.ts";
import { onEveryDatabase } from "./databases.ts";

const AT = new Date("2026-03-02T10:00:00Z");
const LATER = new Date("2026-03-02T11:00:00Z");
const FOLLOW = ["pins", "dispatches"];
const KEEP = ["audit_events"];

onEveryDatabase("renaming a repository", ({ database }) => {
  const store = () => createStore(database().kysely);
  let ids = 500;
  const newPlace = () => {
    const id = (ids += 1);
    const repo = `shop-${id}`;
    return { id, owner: "Acme", repo, installation: 7, archived: false };
  };
  const opening = {
    installation: 7,
    requester: "ahmed",
    source: { kind: "form" },
    openedAt: AT,
  } as const;

  it("knows every table that has rows of a repository", async () => {
    const { rows } = await sql<{ table: string }>`
      select table_name as "table" from information_schema.columns
      where table_schema = 'chaos_governor' and column_name = 'repo'`.execute(
      database().kysely,
    );
    expect(rows.map(({ table }) => table).toSorted()).toEqual(
      [...RENAMED, ...FOLLOW, ...KEEP].toSorted(),
    );
  });

  it("takes along a request with its pin, its intent and what is to be looked at when", async () => {
    const place = newPlace();
    await store().settlePlace(place, AT);
    const request = { ...place, issue: 12 };
    await store().openRequest(request, opening, AT);
    await store().addPin(
      request,
      {
        path: "experiments/a.json",
        digest: "sha256:aa",
        environment: "staging",
        commit: "c0ffee",
        announcedBy: 1,
      },
      AT,
    );
    await store().intendDispatch(request, {
      correlation: `correlation-${place.id}`,
      at: AT,
      known: [],
    });
    const due: QueuedKey[] = [];
    const timers = createTimers({
      db: database().kysely,
      clock: () => LATER,
      log: silentLog,
      due: (key) => {
        due.push(key);
        return Promise.resolve();
      },
    });
    const { owner, repo, installation } = place;
    const key = {
      kind: "issue",
      owner,
      repo,
      installation,
      issue: 12,
    } as const;
    await timers.set(key, AT);

    const renamed = { ...place, owner: "Other", repo: `${repo}-new` };
    await store().settlePlace(renamed, LATER);

    expect(await store().recordFor(request)).toBeUndefined();
    const record = await store().recordFor({ ...renamed, issue: 12 });
    expect(record).toMatchObject({
      pins: [{ digest: "sha256:aa" }],
      dispatch: { correlation: `correlation-${place.id}` },
    });
    timers.start();
    await expect
      .poll(() => due)
      .toEqual([{ ...key, owner: "other", repo: renamed.repo }]);
    await timers.stop();
    expect(await store().placeOf(place)).toBeUndefined();
    expect(await store().placeOf(renamed)).toEqual({
      id: place.id,
      installation,
      archived: false,
    });
  });

  it("counts no attempt at a start under the former name", async () => {
    const place = newPlace();
    await store().settlePlace(place, AT);
    const request = { ...place, issue: 12 };
    await store().openRequest(request, opening, AT);
    await store().intendDispatch(request, {
      correlation: `correlation-${place.id}`,
      at: AT,
      known: [],
    });
    await store().settlePlace({ ...place, repo: `${place.repo}-new` }, LATER);
    await expect(store().countDispatchAttempt(request, LATER)).rejects.toThrow(
      "renamed meanwhile",
    );
  });

  it("follows where GitHub leads from a name of which nothing was learned before", async () => {
    const place = newPlace();
    const former = { owner: "acme", repo: `${place.repo}-old` };
    await store().openRequest({ ...former, issue: 12 }, opening, AT);
    await store().settlePlace(place, AT, former);
    expect(await store().openRequests(place)).toEqual([12]);
    expect(await store().openRequests(former)).toEqual([]);
  });

  it("lets two repositories exchange their names", async () => {
    const [one, other] = [newPlace(), newPlace()];
    for (const [issue, place] of [one, other].entries()) {
      await store().settlePlace(place, AT);
      await store().openRequest({ ...place, issue: issue + 1 }, opening, AT);
    }
    await store().settlePlace({ ...one, repo: other.repo }, LATER);
    await store().settlePlace({ ...other, repo: one.repo }, LATER);
    expect(await store().openRequests({ ...one, repo: other.repo })).toEqual([
      1,
    ]);
    expect(await store().openRequests({ ...other, repo: one.repo })).toEqual([
      2,
    ]);
  });

  it("remembers where nobody reaches it any longer, and who does then", async () => {
    const place = newPlace();
    await store().settlePlace(place, AT);
    await store().losePlace(place);
    expect(await store().placeOf(place)).toBeUndefined();
    await store().settlePlace({ ...place, installation: 8 }, LATER);
    expect(await store().placeOf(place)).toMatchObject({ installation: 8 });
    await store().recordCommentsReadTo(place, AT);
    expect(await store().commentsReadTo(place)).toEqual(AT);
  });
});
