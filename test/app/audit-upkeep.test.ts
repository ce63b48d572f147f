import { describe, expect, it } from "vitest";
import { auditUpkeep } from "../../app/audit-upkeep.ts";
import type { Log } from "../../app/log.ts";
import { silentLog } from "./silent-log.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const MINUTE_MS = 60_000;

function world(retentionDays?: number) {
  const chain = { owner: "acme", repo: "shop", position: 1, hash: "aa" };
  const pruned: string[] = [];
  const lines: object[] = [];
  const time = { now: NOW };
  const log: Log = {
    ...silentLog,
    info: (fields) => lines.push(fields),
  };
  const upkeep = auditUpkeep({
    store: {
      auditChains: () => Promise.resolve([{ ...chain }]),
      pruneAudit: (_repository, before) => {
        pruned.push(before.toISOString());
        return Promise.resolve();
      },
    },
    retentionDays,
    clock: () => new Date(time.now),
  });
  return { chain, time, pruned, lines, keep: () => upkeep(log) };
}

describe("the upkeep of the audit trail", () => {
  it("tells the log where a chain ends, and again where it went on, once an hour at most", async () => {
    const { chain, time, lines, keep } = world();
    await keep();
    expect(lines).toEqual([
      { repository: "acme/shop", position: 1, hash: "aa" },
    ]);
    Object.assign(chain, { position: 2, hash: "bb" });
    time.now += 59 * MINUTE_MS;
    await keep();
    expect(lines).toHaveLength(1);
    time.now += MINUTE_MS;
    await keep();
    time.now += 60 * MINUTE_MS;
    await keep();
    expect(lines.slice(1)).toEqual([
      { repository: "acme/shop", position: 2, hash: "bb" },
    ]);
  });

  it("removes what is older than the operator keeps, and nothing where nothing is said", async () => {
    const limited = world(90);
    await limited.keep();
    expect(limited.pruned).toEqual(["2026-08-26T12:00:00.000Z"]);
    const unlimited = world();
    await unlimited.keep();
    expect(unlimited.pruned).toEqual([]);
  });
});
