import { describe, expect, it } from "vitest";
import { BEGINNING } from "../../../core/audit/chain.ts";
import { createVerifier } from "../../../core/audit/verify.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import type { AuditEvent, RepositoryRef } from "../../../app/store/records.ts";
import { onEveryDatabase } from "./databases.ts";

const AT = new Date("2026-03-02T10:00:00.123Z");
const DAY_MS = 86_400_000;
const daysLater = (days: number) => new Date(AT.getTime() + days * DAY_MS);

onEveryDatabase("the audit trail", ({ database }) => {
  const store = () => createStore(database().kysely);
  let repositories = 0;
  /** A repository that no other test uses. */
  const repository = () => ({ owner: "acme", repo: `shop-${++repositories}` });

  const append = (shop: RepositoryRef, event: Partial<AuditEvent> = {}) =>
    store().appendAudit({
      ...shop,
      at: AT,
      subject: "issue:1",
      kind: "answer",
      data: {},
      ...event,
    });
  const entriesOf = (shop: RepositoryRef) =>
    store().auditEntries(shop, 0, 1_000);

  /** What whoever checks it finds, knowing where the chain ends. */
  async function verified(shop: RepositoryRef) {
    const verifier = createVerifier();
    const faults = (await entriesOf(shop)).flatMap(
      (entry) => verifier.next(entry) ?? [],
    );
    return faults[0] ?? verifier.end(await store().auditHead(shop));
  }

  it("chains what is appended, whatever it tells of", async () => {
    const shop = repository();
    await append(shop, {
      data: {
        b: [1e21, -0, 1.5, { z: null, a: "ü\u0000\ud800" }],
        a: undefined,
        when: AT,
      },
    });
    await append({ ...shop, owner: "ACME" });
    const [first, second] = await entriesOf(shop);
    expect(first).toMatchObject({ position: 1, previous: BEGINNING.hash });
    expect(first?.data).toEqual({
      b: [1e21, 0, 1.5, { z: null, a: "ü\uFFFD\uFFFD" }],
      when: AT.toISOString(),
    });
    expect(second).toMatchObject({ position: 2, previous: first?.hash });
    expect(await verified(shop)).toMatchObject({ ok: true, entries: 2 });
  });

  it("never forks, however many append at once, and each repository has a chain of its own", async () => {
    const [shop, other] = [repository(), repository()];
    await Promise.all(
      Array.from({ length: 30 }, async (_, number) =>
        append(number % 3 === 0 ? other : shop, { data: { number } }),
      ),
    );
    expect(await verified(shop)).toMatchObject({ ok: true, entries: 20 });
    expect(await verified(other)).toMatchObject({ ok: true, entries: 10 });
    expect(await store().auditHead(repository())).toEqual(BEGINNING);
  });

  it("answers page by page", async () => {
    const shop = repository();
    for (const number of [1, 2, 3]) await append(shop, { data: { number } });
    const page = await store().auditEntries(shop, 1, 1);
    expect(page).toMatchObject([{ position: 2, data: { number: 2 } }]);
  });

  it("lets nobody change or remove an entry", async () => {
    const shop = repository();
    await append(shop);
    const { kysely } = database();
    for (const attempt of [
      kysely.updateTable("audit_events").set({ kind: "x" }),
      kysely.deleteFrom("audit_events"),
    ])
      await expect(attempt.execute()).rejects.toThrow(
        "appended, never changed",
      );
    expect(await verified(shop)).toMatchObject({ ok: true, entries: 1 });
  });

  describe("pruned", () => {
    it("keeps what is young, and holds from there on", async () => {
      const shop = repository();
      for (const day of [0, 1, 2, 3])
        await append(shop, { at: daysLater(day) });
      await store().pruneAudit(shop, daysLater(2), daysLater(4));
      expect(await verified(shop)).toMatchObject({ ok: true, first: 3 });
      expect(await entriesOf(shop)).toMatchObject([
        { position: 3 },
        { position: 4 },
        { kind: "audit-pruned", data: { position: 2 } },
      ]);
    });

    it("holds when it was pruned again and again, down to nothing but that", async () => {
      const shop = repository();
      for (const day of [0, 1, 2, 3])
        await append(shop, { at: daysLater(day) });
      for (const day of [1, 2, 9])
        await store().pruneAudit(shop, daysLater(day), daysLater(day));
      expect(await verified(shop)).toMatchObject({ ok: true, entries: 1 });
    });

    it("changes nothing where nothing is old enough, or nothing was ever told", async () => {
      const shop = repository();
      await store().pruneAudit(shop, daysLater(1), daysLater(1));
      expect(await entriesOf(shop)).toEqual([]);
      await append(shop);
      await store().pruneAudit(shop, AT, daysLater(1));
      expect(await verified(shop)).toMatchObject({ ok: true, entries: 1 });
    });
  });

  it("knows where the chains of all repositories end", async () => {
    const shop = repository();
    await append(shop);
    const [entry] = await entriesOf(shop);
    expect(await store().auditChains()).toContainEqual({
      ...shop,
      position: 1,
      hash: entry?.hash,
    });
  });
});
