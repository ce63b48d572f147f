import { describe, expect, it } from "vitest";
import { EVERYTHING, type QueuedKey } from "../../../app/reconciler/key.ts";
import { createTurns } from "../../../app/store/turns.ts";

const LOWEST = -(2 ** 31);

function world() {
  let now = new Date("2026-03-02T10:00:00Z").getTime();
  const turnOf = createTurns(() => new Date(now));
  return {
    turnOf,
    pass: (ms: number) => (now += ms),
    /** The turns of so many requests of one installation that are sent at once. */
    flood: (installation: number, many: number) =>
      Array.from({ length: many }, () => turnOf(request(installation))),
  };
}

function at(installation: number) {
  return { installation, owner: "acme", repo: "shop" };
}

function request(installation: number): QueuedKey {
  return { kind: "issue", ...at(installation), issue: 12 };
}

function pullRequest(installation: number): QueuedKey {
  return { kind: "pull-request", ...at(installation), pullRequest: 3 };
}

describe("turns", () => {
  it("are given in the order of arrival while there is no flood", () => {
    const { turnOf, pass } = world();
    const first = turnOf(request(1));
    pass(1_000);
    const second = turnOf(request(2));
    pass(1_000);
    expect(turnOf(request(1))).toBeLessThan(second);
    expect(second).toBeLessThan(first);
  });

  it("of one installation with a thousand keys come after those of others that arrive a moment later", () => {
    const { turnOf, pass, flood } = world();
    const turns = flood(1, 1_000);
    pass(1_000);
    const other = turnOf(request(2));
    expect(turns.filter((turn) => turn >= other)).toHaveLength(11);
  });

  it("alternate between installations that have a flood each", () => {
    const { flood } = world();
    expect(flood(1, 50)).toEqual(flood(2, 50));
  });

  it("of requests do not wait for the same installation's pull requests", () => {
    const { turnOf, pass } = world();
    const turns = Array.from({ length: 100 }, () => turnOf(pullRequest(1)));
    pass(1_000);
    expect(turnOf(request(1))).toBeGreaterThan(turns.at(-1) ?? 0);
  });

  it("of halts, and of runs that wait at an environment's door, come before all", () => {
    const { turnOf, flood } = world();
    const [first = 0] = flood(1, 10);
    expect(turnOf({ kind: "halt", ...at(1) })).toBeGreaterThan(first);
    const held = { run: 9, environment: "production" };
    expect(turnOf({ kind: "protection", ...at(1), ...held })).toBeGreaterThan(
      first,
    );
  });

  it("are soon the usual ones again after a clock was wrong for a while", () => {
    const { turnOf, pass } = world();
    const year = 365 * 86_400_000;
    pass(year);
    turnOf(request(1));
    pass(-year);
    const hour = (turnOf(request(2)) - turnOf(request(1))) / 10 / 3_600;
    expect(hour).toBeLessThanOrEqual(1);
  });

  it("fit into 32 bits, whatever the clock says", () => {
    const { turnOf, pass } = world();
    pass(6 * 365 * 86_400_000);
    expect(turnOf(EVERYTHING)).toBeGreaterThan(LOWEST);
    pass(6 * 365 * 86_400_000);
    expect(turnOf(EVERYTHING)).toBe(LOWEST);
    pass(-20 * 365 * 86_400_000);
    expect(turnOf(request(3))).toBe(0);
  });
});
