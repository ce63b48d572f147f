import { describe, expect, it } from "vitest";
import { createStatuspage } from "../../../providers/statuspage/statuspage.ts";
import { chosenSource } from "../chosen-source.ts";
import { answering, servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:00:00Z");
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);
const start = servers();

const incident = (id: string, rest: object = {}) => ({
  id,
  name: "Checkout is slow",
  status: "investigating",
  impact: "major",
  created_at: daysAgo(1).toISOString(),
  started_at: daysAgo(1).toISOString(),
  resolved_at: null,
  shortlink: `https://stspg.test/${id}`,
  components: [{ id: "c1", name: "Checkout" }],
  ...rest,
});
const ended = (id: string, days: number, rest: object = {}) =>
  incident(id, {
    status: "resolved",
    created_at: daysAgo(days + 1).toISOString(),
    started_at: daysAgo(days + 1).toISOString(),
    resolved_at: daysAgo(days).toISOString(),
    ...rest,
  });

async function incidents(
  lists: { unresolved?: object[]; latest: object[] },
  given: object = {},
) {
  const { handler } = answering({
    "/api/v2/incidents/unresolved.json": { incidents: lists.unresolved ?? [] },
    "/api/v2/incidents.json": { incidents: lists.latest },
  });
  const url = await start(handler);
  const fact = await createStatuspage({ url }).incidents(
    chosenSource("statuspage", given),
    {
      since: daysAgo(7),
      now: NOW,
    },
  );
  return { url, fact, found: fact.known ? fact.value : [] };
}

describe("Statuspage's incidents", () => {
  it("are those that are open, and those that ended within the period, each once", async () => {
    const open = incident("i1");
    const { found, fact, url } = await incidents({
      unresolved: [open],
      latest: [open, ended("i2", 2, { status: "postmortem" }), ended("i3", 8)],
    });
    expect(found).toEqual([
      {
        severity: "SEV-2",
        startedAt: daysAgo(1),
        title: "Checkout is slow",
        links: [`${url}/incidents/i1`],
        names: [`${url}/incidents/i1`, "https://stspg.test/i1"],
      },
      expect.objectContaining({ resolvedAt: daysAgo(2) }),
    ]);
    expect(fact.evidence).toMatchObject([
      {
        source: "statuspage",
        answer: "i1 major investigating; i2 major postmortem",
        link: `${url}/history`,
      },
    ]);
  });

  it.each([
    ["critical", {}, "SEV-1"],
    ["none", {}, "SEV-4"],
    ["major", { severities: { major: "SEV-1" } }, "SEV-1"],
    ["maintenance", {}, "unrated"],
    ["maintenance", { unrated: "SEV-3" }, "SEV-3"],
  ])("of impact %s are, by %j, %s", async (impact, given, severity) => {
    const latest = [incident("i1", { impact })];
    expect((await incidents({ latest }, given)).found).toMatchObject([
      { severity },
    ]);
  });

  it("are those of the components that the policy names, and those of none", async () => {
    const latest = [
      incident("by-name"),
      incident("by-id", { components: [{ id: "c2", name: "Search" }] }),
      incident("other", { components: [{ id: "c3", name: "Mail" }] }),
      incident("of-none", { components: [] }),
    ];
    const { fact } = await incidents(
      { latest },
      { components: ["Checkout", "c2"] },
    );
    expect(fact.evidence[0]?.answer).toBe(
      "by-name major investigating; by-id major investigating; of-none major investigating",
    );
  });

  it("are not known where the page shows too few of them", async () => {
    const latest = Array.from({ length: 50 }, (_, index) =>
      ended(`i${index}`, index / 10),
    );
    await expect(incidents({ latest })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Statuspage shows only its 50 latest incidents/,
      ),
    });
    const older = [...latest.slice(1), ended("old", 9)];
    expect((await incidents({ latest: older })).found).toHaveLength(49);
  });
});
