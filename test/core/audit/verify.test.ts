import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEGINNING, chained, PRUNED } from "../../../core/audit/chain.ts";
import type { AuditEntry, ChainEvent } from "../../../core/audit/entry.ts";
import { createVerifier } from "../../../core/audit/verify.ts";

function event(number: number, more: Partial<ChainEvent> = {}): ChainEvent {
  return {
    at: new Date(Date.UTC(2026, 2, 2, 10, number)).toISOString(),
    owner: "acme",
    repo: "shop",
    subject: `issue:${String(number)}`,
    kind: "phase",
    data: { phase: "open", number },
    ...more,
  };
}

function chainOf(events: readonly ChainEvent[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const one of events)
    entries.push(chained(one, entries.at(-1) ?? BEGINNING));
  return entries;
}

function verify(
  entries: readonly AuditEntry[],
  {
    head,
    anchor,
  }: { head?: AuditEntry | undefined; anchor?: string | undefined } = {},
) {
  const verifier = createVerifier(anchor);
  for (const entry of entries) {
    const fault = verifier.next(entry);
    if (fault) return { ok: false, fault };
  }
  return verifier.end(head && { position: head.position, hash: head.hash });
}

const CHAIN = chainOf([1, 2, 3, 4, 5].map((number) => event(number)));
const [FIRST, , THIRD, FOURTH, LAST] = CHAIN;

const events = fc.array(
  fc.record({
    at: fc
      .date({
        min: new Date("2020-01-01T00:00:00Z"),
        max: new Date("2030-01-01T00:00:00Z"),
        noInvalidDate: true,
      })
      .map((at) => at.toISOString()),
    owner: fc.constant("acme"),
    repo: fc.constant("shop"),
    subject: fc.string(),
    kind: fc.string(),
    data: fc.dictionary(fc.string(), fc.jsonValue()),
  }),
  { minLength: 2, maxLength: 12 },
);

describe("a chain of audit entries", () => {
  it("holds as it was written, and tells its head", () => {
    expect(verify(CHAIN, { head: LAST, anchor: THIRD?.hash })).toEqual({
      ok: true,
      entries: 5,
      first: 1,
      head: { position: 5, hash: LAST?.hash },
    });
    expect(verify([])).toMatchObject({ ok: true, entries: 0, head: BEGINNING });
  });

  it("holds whatever it tells of, also after it went through a file", () => {
    fc.assert(
      fc.property(events, (told) => {
        const written: AuditEntry[] = JSON.parse(JSON.stringify(chainOf(told)));
        expect(verify(written)).toMatchObject({
          ok: true,
          entries: told.length,
        });
      }),
    );
  });

  it.for<[string, (entry: AuditEntry) => AuditEntry]>([
    ["time", (entry) => ({ ...entry, at: "2026-03-02T10:03:00.001Z" })],
    ["owner", (entry) => ({ ...entry, owner: "acne" })],
    ["repository", (entry) => ({ ...entry, repo: "shops" })],
    ["subject", (entry) => ({ ...entry, subject: "issue:30" })],
    ["kind", (entry) => ({ ...entry, kind: "phases" })],
    ["data", (entry) => ({ ...entry, data: { ...entry.data, number: 4 } })],
    ["hash", (entry) => ({ ...entry, hash: "0".repeat(64) })],
    ["link", (entry) => ({ ...entry, previous: "0".repeat(64) })],
  ])("names the entry whose %s was changed", ([, change]) => {
    const changed = CHAIN.map((entry) =>
      entry === THIRD ? change(entry) : entry,
    );
    expect(verify(changed)).toMatchObject({
      ok: false,
      fault: { kind: "changed", entry: { position: 3 } },
    });
  });

  it("names the first entry that does not follow, where one was written anew with a hash that is right", () => {
    const anew = chained(event(3, { kind: "forged" }), CHAIN[1] ?? BEGINNING);
    const changed = CHAIN.map((entry) => (entry === THIRD ? anew : entry));
    expect(verify(changed)).toMatchObject({
      fault: { kind: "unlinked", entry: { position: 4 } },
    });
  });

  it("names the entry that is missing, inserted or out of its place", () => {
    const without = CHAIN.filter((entry) => entry !== THIRD);
    expect(verify(without)).toMatchObject({
      fault: { kind: "misplaced", expected: 3, entry: FOURTH },
    });
    expect(verify(CHAIN.toSpliced(3, 0, event3()))).toMatchObject({
      fault: { kind: "misplaced", expected: 4 },
    });
    expect(verify(CHAIN.toReversed())).toMatchObject({
      fault: { kind: "misplaced", expected: 6 },
    });
  });

  it("misses the end where it knows the head, or a hash that was kept elsewhere", () => {
    const cut = CHAIN.slice(0, 3);
    expect(verify(cut)).toMatchObject({ ok: true });
    expect(verify(cut, { head: LAST })).toMatchObject({
      fault: { kind: "end-missing", last: 3, head: { position: 5 } },
    });
    expect(verify(cut, { anchor: LAST?.hash })).toMatchObject({
      fault: { kind: "anchor-missing", last: 3 },
    });
    expect(verify([], { anchor: LAST?.hash })).toMatchObject({ ok: false });
  });

  it("misses a beginning that nobody pruned, and one that was written anew", () => {
    expect(verify(CHAIN.slice(2))).toMatchObject({
      fault: { kind: "beginning-missing", upTo: 2 },
    });
    const odd = chained(event(1), { position: 0, hash: "1".repeat(64) });
    expect(verify([odd])).toMatchObject({ fault: { kind: "unlinked" } });
  });

  it("holds after its beginning was pruned, and only with that very beginning", () => {
    const kept = CHAIN.slice(3);
    expect(
      verify([...kept, pruned(THIRD)], { anchor: THIRD?.hash }),
    ).toMatchObject({ ok: true, entries: 3, first: 4 });
    expect(verify([...kept, pruned(FOURTH)])).toMatchObject({ ok: false });
    expect(verify([...CHAIN.slice(4), pruned(THIRD)])).toMatchObject({
      fault: { kind: "beginning-missing", upTo: 4 },
    });
    expect(verify([...CHAIN.slice(2), pruned(FIRST)])).toMatchObject({
      ok: false,
    });
  });

  it("shows every single change, deletion, swap and insertion to whoever knows the head", () => {
    fc.assert(
      fc.property(events, fc.nat(), fc.nat(), (told, one, other) => {
        const chain = chainOf(told);
        const [at, to] = [one % chain.length, other % chain.length];
        const [entry, another] = [chain[at], chain[to]];
        if (!entry || !another) return;
        const forged = { ...entry, data: { ...entry.data, forged: one } };
        const damaged = [
          chain.with(at, forged),
          chain.with(at, chained(forged, chain[at - 1] ?? BEGINNING)),
          chain.toSpliced(at, 1),
          chain.toSpliced(at, 0, another),
          ...(at === to ? [] : [chain.with(at, another).with(to, entry)]),
        ];
        for (const changed of damaged)
          expect(verify(changed, { head: chain.at(-1) })).toMatchObject({
            ok: false,
          });
      }),
    );
  });
});

/** Another third entry. */
function event3(): AuditEntry {
  return chained(event(30), CHAIN[1] ?? BEGINNING);
}

/** After the last one: all up to that entry were pruned. */
function pruned(upTo?: AuditEntry): AuditEntry {
  const data = { position: upTo?.position, hash: upTo?.hash };
  return chained(event(6, { kind: PRUNED, data }), LAST ?? BEGINNING);
}
