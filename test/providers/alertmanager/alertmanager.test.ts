import { describe, expect, it } from "vitest";
import { createAlertmanager } from "../../../providers/alertmanager/alertmanager.ts";
import { chosenSource } from "../chosen-source.ts";
import { answering, servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:00:00Z");
const start = servers();

const alert = (labels: Record<string, string>, rest: object = {}) => ({
  fingerprint: "1a2b3c4d5e6f7a8b",
  labels: { alertname: "ShopDown", ...labels },
  annotations: {},
  startsAt: "2026-03-04T11:00:00.000Z",
  endsAt: "2026-03-04T12:05:00.000Z",
  updatedAt: "2026-03-04T12:00:00.000Z",
  generatorURL: "http://prometheus.test/graph",
  receivers: [{ name: "nobody" }],
  status: { state: "active", silencedBy: [], inhibitedBy: [] },
  ...rest,
});

async function incidents(alerts: object[], given: object = {}) {
  const { handler, asked } = answering({ "/base/api/v2/alerts": alerts });
  const url = await start(handler);
  const fact = await createAlertmanager({ url: `${url}/base/` }).incidents(
    chosenSource("alertmanager", given),
    NOW,
  );
  return { url, asked, fact, found: fact.known ? fact.value : fact.reason };
}

describe("Alertmanager's alerts", () => {
  it("are incidents that are open since they fire, with a page to look at", async () => {
    const annotations = { summary: "nobody can buy" };
    const { found, fact, url } = await incidents([
      alert({ severity: "critical" }, { annotations }),
    ]);
    const page = `${url}/base/#/alerts`;
    expect(found).toEqual([
      {
        severity: "SEV-1",
        startedAt: new Date("2026-03-04T11:00:00Z"),
        title: "ShopDown: nobody can buy",
        links: [`${page}?filter=%7Balertname%3D%22ShopDown%22%7D`],
        names: ["1a2b3c4d5e6f7a8b"],
      },
    ]);
    expect(fact.evidence).toEqual([
      {
        source: "alertmanager",
        at: NOW,
        query:
          "GET /api/v2/alerts?active=true&unprocessed=true&silenced=false&inhibited=false",
        answer: "ShopDown critical active",
        link: page,
      },
    ]);
  });

  it.each([
    [{ severity: "warning" }, {}, "SEV-3"],
    [{ severity: "none" }, {}, "SEV-4"],
    [{ severity: "page" }, {}, "unrated"],
    [{ severity: "page" }, { severities: { page: "SEV-1" } }, "SEV-1"],
    [{ severity: "critical" }, { severities: { critical: "SEV-2" } }, "SEV-2"],
    [{ level: "SEV-2" }, { severity_label: "level" }, "SEV-2"],
    [{}, {}, "unrated"],
    [{}, { unrated: "SEV-4" }, "SEV-4"],
  ])("with labels %j are, by %j, %s", async (labels, given, severity) => {
    const { found } = await incidents([alert(labels)], given);
    expect(found).toMatchObject([{ severity }]);
  });

  it("are asked for by the policy's matchers, silenced and inhibited ones where it says so", async () => {
    const matchers = ['team="shop"', 'zone=~"eu|us"'];
    const { asked } = await incidents([], {
      matchers,
      silenced: true,
      inhibited: true,
    });
    const [query] = asked.map(({ searchParams }) => searchParams);
    expect(query?.getAll("filter")).toEqual(matchers);
    expect(query?.get("silenced")).toBe("true");
    expect(query?.get("inhibited")).toBe("true");
  });
});
