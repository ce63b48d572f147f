import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { Incident } from "../../../core/gate/facts.ts";
import { recentIncidents } from "../../../core/gate/recent-incidents.ts";
import { DAY, evidenceFrom, factsWith, HOUR, hoursAgo, NOW } from "./world.ts";

function incident(
  severity: Incident["severity"],
  endedHoursAgo?: number,
): Incident {
  return {
    severity,
    startedAt: hoursAgo((endedHoursAgo ?? 0) + 1),
    ...(endedHoursAgo !== undefined && { resolvedAt: hoursAgo(endedHoursAgo) }),
  };
}

const CALM = {
  none_within: 7 * DAY,
  severities: ["SEV-1" as const, "SEV-2" as const],
  sources: [],
};

function judge(...incidents: Incident[]) {
  return recentIncidents(
    CALM,
    factsWith({ incidents: known(incidents, evidenceFrom("incidents")) }),
    NOW,
  );
}

describe("the gate recent_incidents", () => {
  it("passes where nothing happened, or nothing that counts", () => {
    expect(judge()).toMatchObject({
      status: "pass",
      code: "calm",
      evidence: [evidenceFrom("incidents")],
    });
    expect(judge(incident("SEV-3"), incident("SEV-4", 1))).toMatchObject({
      status: "pass",
    });
  });

  it("fails while an incident of these severities is open", () => {
    const open = incident("SEV-2");
    expect(judge(incident("SEV-1", 1), open)).toMatchObject({
      status: "fail",
      code: "open",
      values: { incidents: [open], within: 7 * DAY },
    });
  });

  it("fails on an incident that one source calls open, whatever another one does not say", () => {
    const open = incident("SEV-1");
    const incidents = { ...unknown("PagerDuty is down"), partly: [open] };
    expect(recentIncidents(CALM, factsWith({ incidents }), NOW)).toMatchObject({
      status: "fail",
      values: { incidents: [open] },
    });
  });

  it.each([
    ["nothing", []],
    ["one that ended", [incident("SEV-1", 24)]],
    ["one that does not count", [incident("SEV-4")]],
  ])(
    "does not know where one source is silent and the others know of %s",
    (_, partly) => {
      const incidents = { ...unknown("PagerDuty is down"), partly };
      expect(
        recentIncidents(CALM, factsWith({ incidents }), NOW),
      ).toMatchObject({
        status: "unknown",
        values: { reason: "PagerDuty is down" },
      });
    },
  );

  it("waits for the end of the calm after the incident that ended last", () => {
    const last = incident("SEV-2", 24);
    expect(judge(incident("SEV-1", 48), last, incident("SEV-1", 30))).toEqual(
      expect.objectContaining({
        status: "wait",
        code: "recent",
        values: {
          incident: last,
          endedAt: hoursAgo(24),
          within: 7 * DAY,
        },
        opensAt: new Date(NOW.getTime() + 6 * DAY),
      }),
    );
  });

  it("passes at the very moment at which the calm has lasted long enough, and not before", () => {
    expect(judge(incident("SEV-1", 7 * 24))).toMatchObject({ status: "pass" });
    expect(judge(incident("SEV-1", 7 * 24 - 1))).toMatchObject({
      status: "wait",
      opensAt: new Date(NOW.getTime() + HOUR),
    });
  });

  it("takes an end that lies ahead, or is no time, for open", () => {
    expect(judge(incident("SEV-1", -1))).toMatchObject({ code: "open" });
    const never = { ...incident("SEV-1"), resolvedAt: new Date(Number.NaN) };
    expect(judge(never)).toMatchObject({ code: "open" });
  });

  it("does not know where an incident that nobody rated is open or recent", () => {
    const unrated = [incident("unrated"), incident("unrated", 24)];
    for (const one of unrated)
      expect(judge(incident("SEV-1", 24), one)).toMatchObject({
        status: "unknown",
        code: "unrated",
        values: { incidents: [one] },
      });
    expect(judge(incident("unrated", 7 * 24))).toMatchObject({
      status: "pass",
    });
  });

  it("fails on an open incident whatever else is not rated", () => {
    expect(judge(incident("unrated"), incident("SEV-1"))).toMatchObject({
      code: "open",
    });
  });

  it("does not know where incidents could not be looked up", () => {
    const facts = factsWith({ incidents: unknown("GitHub is down") });
    expect(recentIncidents(CALM, facts, NOW)).toMatchObject({
      status: "unknown",
      code: "not-known",
    });
  });
});
