import { afterEach, describe, expect, it } from "vitest";
import { clockOffset, setClock } from "../../sandbox/clock.ts";

const RealDate = globalThis.Date;

afterEach(() => {
  globalThis.Date = RealDate;
});

describe("the sandbox's clock", () => {
  it("moves what `new Date()` and `Date.now()` say, and nothing else of Date", () => {
    const before = RealDate.now();
    setClock(3_600_000);
    expect(Date.now() - before).toBeGreaterThanOrEqual(3_600_000);
    expect(new Date().getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    expect(new Date("2026-11-23T17:00:00Z").toISOString()).toBe(
      "2026-11-23T17:00:00.000Z",
    );
    expect(new Date(0)).toBeInstanceOf(RealDate);
    expect(clockOffset()).toBe(3_600_000);
  });

  it("can be moved again, and is then ahead of the machine by the new offset, not by both", () => {
    setClock(1_000);
    setClock(60_000);
    expect(Date.now() - RealDate.now()).toBeLessThan(61_000);
  });
});
