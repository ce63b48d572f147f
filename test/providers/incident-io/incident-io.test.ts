import { describe, expect, it } from "vitest";
import { createIncidentIo } from "../../../providers/incident-io/incident-io.ts";
import { servers } from "../faulty-service.ts";

const NOW = new Date("2026-03-04T12:34:00Z");
const PERIOD = {
  from: new Date("2026-03-03T12:00:00Z"),
  until: new Date("2026-03-12T12:00:00Z"),
  now: NOW,
  isMapped: () => false,
};
const start = servers();

describe("who is on call by a schedule of incident.io", () => {
  it("is read page after page, each of which begins where the one before ends; nobody is an entry without a user", async () => {
    const asked: Record<string, string>[] = [];
    const middle = "2026-03-05T00:00:00Z";
    const url = await start((request, response) => {
      const { searchParams } = new URL(request.url ?? "", "http://here");
      asked.push({
        ...Object.fromEntries(searchParams),
        authorization: request.headers.authorization ?? "",
      });
      const first = searchParams.get("entry_window_start") !== middle;
      const user = { id: "01SARAH", name: "Sarah", email: "sarah@odavl.test" };
      const final = first
        ? [
            { start_at: "2026-03-04T09:00:00Z", end_at: middle, user },
            { start_at: middle, end_at: middle, user: null },
          ]
        : [{ start_at: middle, end_at: "2026-03-06T00:00:00Z", user }];
      response.end(
        JSON.stringify({
          schedule_entries: { final, scheduled: [], overrides: [] },
          pagination_meta: first ? { after: middle } : {},
        }),
      );
    });
    const incidentIo = createIncidentIo({ url, token: "t" });
    const fact = await incidentIo.onCall({ schedule: "01ABC" }, PERIOD);
    expect(fact).toMatchObject({
      known: true,
      value: [
        {
          user: { id: "01SARAH", email: "sarah@odavl.test" },
          from: new Date("2026-03-04T09:00:00Z"),
          until: new Date(middle),
        },
        { user: { name: "Sarah" }, from: new Date(middle) },
      ],
      evidence: [
        {
          source: "incident.io",
          query: "GET /v2/schedule_entries?schedule_id=01ABC",
        },
      ],
    });
    const question = {
      schedule_id: "01ABC",
      entry_window_end: "2026-03-12T12:00:00.000Z",
      authorization: "Bearer t",
    };
    expect(asked).toEqual([
      { ...question, entry_window_start: "2026-03-03T12:00:00.000Z" },
      { ...question, entry_window_start: middle },
    ]);
  });
});
