import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, NOT_ASKED_FOR, unknown } from "../../../../core/gate/fact.ts";
import type { GateFacts } from "../../../../core/gate/facts.ts";
import { simulate } from "../../../../core/gate/recorded/simulate.ts";
import { whyItChanges } from "../../../../core/render/simulation.ts";
import { policyOf, recordOf, WRITTEN } from "../recorded.ts";
import { approval, DIGEST, factsWith, hoursAgo, NOW } from "../world.ts";

type Gates = Partial<Record<string, unknown>>;

const { production, staging } = WRITTEN.environments;

/** The policy of the record with other gates in production; one that is undefined is not asked. */
function policyWith(gates: Gates, more: Record<string, unknown> = {}) {
  return policyOf({
    ...WRITTEN,
    ...more,
    environments: {
      staging,
      production: { ...production, gates: { ...production.gates, ...gates } },
    },
  });
}

/** How the gates change: `approvals: wait → pass`. */
function changes(
  gates: Gates,
  {
    facts = factsWith(),
    at = NOW,
    more = {},
  }: {
    facts?: GateFacts;
    at?: Date;
    more?: Record<string, unknown>;
  } = {},
): string[] {
  const simulation = simulate(recordOf(facts, at), policyWith(gates, more));
  if (simulation.outcome === "impossible") return [simulation.problem];
  return simulation.changes.map(
    ({ gate, before, after }) =>
      `${gate}: ${before?.status ?? "–"} → ${after?.status ?? "–"}`,
  );
}

describe("a decision by another policy", () => {
  it("is the same by the same policy, whatever is known", () => {
    const keys = Object.keys(factsWith());
    fc.assert(
      fc.property(fc.subarray(keys), (missing) => {
        const lost = Object.fromEntries(
          missing.map((key) => [key, unknown("no answer")]),
        );
        const facts = { ...factsWith(), ...lost };
        expect(changes({}, { facts })).toEqual([]);
      }),
    );
  });

  it("shows the gates that change, at the moment that was recorded", () => {
    const monday = new Date("2026-11-23T12:00:00Z");
    const facts = factsWith({ approvals: known([]) });
    expect(
      simulate(
        recordOf(facts, monday),
        policyWith({ windows: { blackout: [] } }),
      ),
    ).toMatchObject({
      outcome: "different",
      before: { decision: "hold" },
      after: { decision: "hold" },
      changes: [{ gate: "windows" }],
    });
    expect(
      changes(
        { approvals: undefined, windows: undefined },
        { facts, at: monday },
      ),
    ).toEqual(["approvals: wait → –", "windows: wait → –"]);
    expect(changes({ blast_radius: { longest: "30s" } })).toEqual([
      "blast_radius: pass → fail",
    ]);
  });

  it("shows a gate that people override by one of the policies alone", () => {
    const monday = new Date("2026-11-23T12:00:00Z");
    const overrides = known(
      ["ahmed", "mike"].map((person) => ({
        person,
        gates: ["windows" as const],
        reason: "payments are down",
        at: monday,
        digest: DIGEST,
      })),
    );
    const request = { requester: "john", openedAt: monday, digest: DIGEST };
    const facts = factsWith({
      overrides,
      request: known(request),
      approvals: known(
        ["ahmed", "sarah", "mike"].map((person) =>
          approval(person, { at: monday }),
        ),
      ),
    });
    const glass = policyOf({
      ...WRITTEN,
      environments: {
        staging,
        production: { ...production, override: { people: ["ahmed", "mike"] } },
      },
    });
    const record = recordOf(facts, monday);
    expect(simulate(record, glass)).toMatchObject({
      outcome: "different",
      before: { decision: "hold" },
      after: { decision: "allow" },
      changes: [{ gate: "windows", override: "gained" }],
    });
    const broken = { ...record, policy: glass };
    const strict = simulate(broken, record.policy);
    expect(strict).toMatchObject({
      outcome: "different",
      before: { decision: "allow" },
      after: { decision: "hold" },
      changes: [{ gate: "windows", override: "lost" }],
    });
    expect(
      strict.outcome === "different" && strict.changes.map(whyItChanges),
    ).toEqual([
      expect.stringContaining(
        "What people said to override it would not count. Now a run of 15m would fall into the blackout",
      ),
    ]);
  });

  it("would have been refused where the environment is not governed any more", () => {
    const policy = policyOf({ ...WRITTEN, environments: { staging } });
    expect(simulate(recordOf(), policy)).toMatchObject({
      outcome: "different",
      before: { governed: true, decision: "allow" },
      after: { governed: false, decision: "refuse" },
      changes: [],
    });
    expect(simulate(recordOf(), policy, policy).outcome).toBe("same");
  });

  it("is held against a third policy, where that is the one in force by now", () => {
    const record = recordOf(factsWith({ approvals: known([]) }));
    const now = policyWith({ approvals: undefined });
    const next = policyWith({ approvals: undefined, on_call: undefined });
    expect(simulate(record, next).outcome).toBe("different");
    expect(simulate(record, next, now).outcome).toBe("same");
  });

  it("can't be told of a record whose own policy has no such rule", () => {
    const record = { ...recordOf(), environment: "nowhere" };
    expect(simulate(record, record.policy).outcome).toBe("impossible");
  });

  it("takes a limit that is other than before by the facts that were recorded", () => {
    const facts = factsWith({
      incidents: known([
        {
          severity: "SEV-1",
          startedAt: hoursAgo(60),
          resolvedAt: hoursAgo(50),
        },
      ]),
    });
    const calm = { none_within: "2d", severities: ["SEV-1"] };
    expect(changes({ recent_incidents: calm }, { facts })).toEqual([
      "recent_incidents: wait → pass",
    ]);
    const slos = [{ source: "prometheus", sloth: "studio-hub" }];
    expect(changes({ error_budget: { remaining_above: "90%", slos } })).toEqual(
      ["error_budget: pass → fail"],
    );
  });

  it("takes the people whom it names itself for those who hold its roles", () => {
    const roles = {
      ...WRITTEN.roles,
      "devops-lead": { primary: "nina" },
    };
    expect(changes({}, { more: { roles } })).toContain(
      "approvals: pass → wait",
    );
  });
});

describe("what was not looked up for the other policy", () => {
  it.for<[string, Gates, string]>([
    [
      "an environment to prove it in",
      { staging_passed: { environment: "production", within: "7d" } },
      "staging_passed",
    ],
    [
      "a longer calm",
      { recent_incidents: { none_within: "30d", severities: ["SEV-1"] } },
      "recent_incidents",
    ],
    [
      "another source of incidents",
      {
        recent_incidents: {
          none_within: "7d",
          severities: ["SEV-1"],
          sources: ["pagerduty"],
        },
      },
      "recent_incidents",
    ],
    [
      "another objective",
      {
        error_budget: {
          remaining_above: "1%",
          slos: [{ source: "prometheus", sloth: "shop" }],
        },
      },
      "error_budget",
    ],
    [
      "an objective of the same name with another query",
      {
        error_budget: {
          remaining_above: "1%",
          slos: [{ source: "prometheus", name: "studio-hub", query: "1" }],
        },
      },
      "error_budget",
    ],
    [
      "another role on call",
      { on_call: { roles: ["backend-lead"] } },
      "on_call",
    ],
    ["a longer cooldown", { concurrency: { cooldown: "2h" } }, "concurrency"],
    [
      "another query",
      { steady_state: [{ name: "error rate", query: "other", below: 100 }] },
      "steady_state",
    ],
  ])("%s is unknown, and never passes", ([, gates, gate]) => {
    expect(changes(gates)).toContain(`${gate}: pass → unknown`);
  });

  it("is unknown too where the policy of that time did not ask for it at all", () => {
    const facts = factsWith({ deployments: unknown(NOT_ASKED_FOR) });
    const policy = policyWith({ change_in_flight: undefined });
    const record = { ...recordOf(facts), policy };
    expect(simulate(record, policyOf(WRITTEN))).toMatchObject({
      after: { decision: "hold" },
      changes: [
        {
          gate: "change_in_flight",
          after: {
            status: "unknown",
            values: { reason: expect.stringContaining("was not recorded") },
          },
        },
      ],
    });
  });

  it("is unknown where experiments are checked by other rules", () => {
    const paths = ["experiments/**/*.json"];
    const experiments = { paths, rules: { "no-rollbacks": "error" } };
    expect(changes({}, { more: { experiments } })).toContain(
      "experiment_valid: pass → unknown",
    );
  });
});
