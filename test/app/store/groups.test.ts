import { describe, expect, it, vi } from "vitest";
import { inGroups } from "../../../app/store/groups.ts";

const itself = (item: string) => item;

/** Writes that end when the test says so. */
function heldWrites() {
  const groups: { items: string[]; end: PromiseWithResolvers<void> }[] = [];
  const send = inGroups<string>(
    (items) => {
      const end = Promise.withResolvers<void>();
      groups.push({ items, end });
      return end.promise;
    },
    { nameOf: itself, limitMs: 60_000 },
  );
  return { groups, send, items: () => groups.map(({ items }) => items) };
}

describe("writes in groups", () => {
  it("write at once what comes alone, and together what comes meanwhile", async () => {
    const { groups, send, items } = heldWrites();
    const first = send("a");
    await vi.waitUntil(() => groups.length === 1);
    const others = ["b", "c", "d"].map(send);
    groups[0]?.end.resolve();
    await first;
    await vi.waitUntil(() => groups.length === 2);
    groups[1]?.end.resolve();
    await Promise.all(others);
    expect(items()).toEqual([["a"], ["b", "c", "d"]]);
  });

  it("write 500 of one name that wait in one", async () => {
    const { groups, send, items } = heldWrites();
    const first = send("a");
    await vi.waitUntil(() => groups.length === 1);
    const sent = Array.from({ length: 500 }, () => send("a"));
    groups[0]?.end.resolve();
    await vi.waitUntil(() => groups.length === 2);
    groups[1]?.end.resolve();
    await Promise.all([first, ...sent]);
    expect(items()).toEqual([["a"], ["a"]]);
  });

  it("do not count as written what came after the write began", async () => {
    const { groups, send } = heldWrites();
    const first = send("a");
    await vi.waitUntil(() => groups.length === 1);
    const written = vi.fn<() => void>();
    const second = send("a").then(written);
    groups[0]?.end.resolve();
    await first;
    await vi.waitUntil(() => groups.length === 2);
    expect(written).not.toHaveBeenCalled();
    groups[1]?.end.resolve();
    await second;
    expect(written).toHaveBeenCalledOnce();
  });

  it("fail for their own group alone", async () => {
    const { groups, send } = heldWrites();
    const first = send("a");
    await vi.waitUntil(() => groups.length === 1);
    const second = send("b");
    groups[0]?.end.reject(new Error("no disk"));
    await expect(first).rejects.toThrow("no disk");
    await vi.waitUntil(() => groups.length === 2);
    groups[1]?.end.resolve();
    await expect(second).resolves.toBeUndefined();
  });

  it("count as failed after their limit, and the next one begins", async () => {
    const send = inGroups<string>(
      ([item]) =>
        item === "hangs" ? new Promise(() => undefined) : Promise.resolve(),
      { nameOf: itself, limitMs: 20 },
    );
    const outcomes = await Promise.allSettled([
      send("hangs"),
      new Promise((resolve) => setImmediate(resolve)).then(() => send("next")),
    ]);
    expect(outcomes).toMatchObject([
      { reason: { message: "The database took longer than 20 ms." } },
      { status: "fulfilled" },
    ]);
  });
});
