import { describe, expect, it } from "vitest";
import { createGrafanaIrm } from "../../../providers/grafana-irm/grafana-irm.ts";
import { answering, servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:34:00Z");
const PERIOD = {
  from: new Date("2026-03-03T12:00:00Z"),
  until: new Date("2026-03-12T12:00:00Z"),
  now: NOW,
  isMapped: () => false,
};
const PATH = "/api/v1/schedules/SBM7DV/final_shifts";
const start = servers();

const shift = (user: string, from: string, until: string) => ({
  user_pk: `U${user}`,
  user_email: `${user}@odavl.test`,
  user_username: user,
  shift_start: from,
  shift_end: until,
});

describe("who is on call by a schedule of Grafana IRM", () => {
  it("is asked for in whole days that hold all of the period, with the token as it is", async () => {
    const results = [
      shift("sarah", "2026-03-04T09:00:00Z", "2026-03-04T17:00:00+02:00"),
    ];
    const { handler, asked } = answering({ [PATH]: { next: null, results } });
    const headers: unknown[] = [];
    const url = await start((request, response) => {
      headers.push(request.headers);
      handler(request, response);
    });
    const stack = "https://odavl.grafana.test";
    const irm = createGrafanaIrm({ url, token: "as-it-is", stack });
    expect(await irm.onCall({ schedule: "SBM7DV" }, PERIOD)).toMatchObject({
      known: true,
      value: [
        {
          user: { id: "Usarah", name: "sarah", email: "sarah@odavl.test" },
          from: new Date("2026-03-04T09:00:00Z"),
          until: new Date("2026-03-04T15:00:00Z"),
        },
      ],
      evidence: [
        {
          source: "grafana irm",
          query: `GET ${PATH}`,
          answer: "sarah 2026-03-04T09:00:00.000Z/2026-03-04T15:00:00.000Z",
        },
      ],
    });
    expect(asked.map(({ search }) => search)).toEqual([
      "?start_date=2026-03-02&end_date=2026-03-13",
    ]);
    expect(headers).toMatchObject([
      { authorization: "as-it-is", "x-grafana-url": stack },
    ]);
  });

  it("is read page after page, and of a page's address only the question is used", async () => {
    const asked: string[] = [];
    const url = await start((request, response) => {
      asked.push(request.url ?? "");
      const second = request.url?.includes("page=2") === true;
      const next = second ? null : `https://elsewhere.test${PATH}?page=2`;
      const user = second ? "mike" : "sarah";
      const results = [
        shift(user, "2026-03-04T09:00:00Z", "2026-03-04T17:00:00Z"),
      ];
      response.end(JSON.stringify({ next, results }));
    });
    const irm = createGrafanaIrm({ url, token: "t" });
    const fact = await irm.onCall({ schedule: "SBM7DV" }, PERIOD);
    expect(fact).toMatchObject({
      value: [{ user: { name: "sarah" } }, { user: { name: "mike" } }],
    });
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe(`${PATH}?page=2`);
  });
});
