import * as fc from "fast-check";
import { known } from "../../../../core/gate/fact.ts";
import type { GateFacts } from "../../../../core/gate/facts.ts";
import {
  approval,
  DAY,
  DIGEST,
  factsWith,
  HOUR,
  radiusWith,
  reachOf,
  rota,
} from "../../gate/world.ts";

/* Random states of the world at random moments of 2026, many of them around a change of the clocks. */

const MINUTE = 60_000;
const YEAR = Date.parse("2026-01-01T00:00Z");

export const moments = fc
  .oneof(
    fc.integer({ min: 0, max: 365 * 24 * 60 }).map((at) => YEAR + at * MINUTE),
    fc
      .tuple(
        fc.constantFrom("2026-03-29", "2026-03-08", "2026-10-25", "2026-11-26"),
        fc.integer({ min: 0, max: 30 * 4 }),
      )
      .map(([day, quarter]) => Date.parse(day) + quarter * 15 * MINUTE),
  )
  .map((at) => new Date(at));

const hours = fc.constantFrom(0.5, 1.5, 3, 30, 200);
const people = ["ahmed", "sarah", "mike", "john", "lisa"];

/** The facts as they are so many hours after what they tell of. */
export const worlds = fc
  .record({
    approved: fc.subarray(people),
    approvedAgo: fc.constantFrom(0.5, 1.5, 3),
    requester: fc.constantFrom("john", "sarah"),
    staged: hours,
    verdict: fc.constantFrom("held", "held", "deviated"),
    incident: fc.option(
      fc.record({
        severity: fc.constantFrom("SEV-1", "SEV-2", "SEV-3", "unrated"),
        ago: hours,
      }),
    ),
    budgets: fc.tuple(
      fc.constantFrom(0.05, 0.3, 0.8),
      fc.constantFrom(0.3, 0.8, Number.NaN),
    ),
    age: fc.constantFrom(1, 10, 100),
    onCallFor: fc.constantFrom(0.1, 1, 100),
    measured: fc.constantFrom(0.2, 0.7, 1.5),
    running: fc.boolean(),
    ended: hours,
    namespaces: fc.subarray(["shop", "search"]),
    replicas: fc.constantFrom(0, 0.2, 0.6),
    isTold: fc.boolean(),
    deploying: fc.option(fc.constantFrom("production", "Production EU")),
    deployingSince: fc.constantFrom(0.5, 3),
    broken: fc.subarray(["windows", "approvals", "steady_state"] as const),
    frozen: fc.option(fc.constant(null)).map((frozen) => frozen === null),
  })
  .map((world) => (now: Date): GateFacts => {
    const ago = (time: number) => new Date(now.getTime() - time * HOUR);
    const { namespaces, incident, budgets, onCallFor } = world;
    const shift = { from: ago(10), until: ago(-onCallFor) };
    return factsWith({
      experiment: known({
        digest: DIGEST,
        errors: 0,
        radius: radiusWith({
          namespaces: reachOf(...namespaces),
          faults: reachOf("network"),
          replicas: world.isTold
            ? { known: true, share: world.replicas }
            : { known: false, atLeast: world.replicas, activities: ["kill"] },
        }),
      }),
      request: known({
        requester: world.requester,
        openedAt: ago(5),
        digest: DIGEST,
      }),
      approvals: known(
        world.approved.map((person) =>
          approval(person, { at: ago(world.approvedAgo) }),
        ),
      ),
      overrides: known([
        {
          person: "mike",
          gates: world.broken,
          reason: "An outage",
          at: ago(world.approvedAgo),
          digest: DIGEST,
        },
      ]),
      stagingRuns: known([
        {
          digest: DIGEST,
          environment: "staging",
          verdict: world.verdict === "held" ? "held" : "deviated",
          endedAt: ago(world.staged),
        },
      ]),
      incidents: known(
        incident
          ? [
              {
                severity: severityOf(incident.severity),
                startedAt: ago(incident.ago + 1),
                resolvedAt: ago(incident.ago),
              },
            ]
          : [],
      ),
      errorBudgets: known(
        ["one", "two"].map((slo, index) => ({
          slo,
          remaining: known(budgets[index] ?? 0),
          age: known(world.age * MINUTE),
        })),
      ),
      onCall: known([
        rota("incident-commander", "ahmed"),
        rota("backend-lead", "sarah"),
        { role: "devops-lead", shifts: known([{ person: "mike", ...shift }]) },
      ]),
      steadyState: known(
        ["error rate", "replicas"].map((name) => ({
          name,
          value: known(world.measured),
        })),
      ),
      chaosRuns: known([
        {
          experiment: "other",
          environment: "production",
          startedAt: ago(world.ended + 1),
          ...(!world.running && { endedAt: ago(world.ended) }),
          namespaces: known([]),
        },
      ]),
      deployments: known(
        world.deploying === null
          ? []
          : [
              {
                environment: world.deploying,
                ref: "main",
                startedAt: ago(world.deployingSince),
              },
            ],
      ),
      calendars: known([
        {
          calendar: "company",
          times: known({
            times: world.frozen
              ? [{ from: ago(1), to: ago(-1), reason: "Fair" }]
              : [],
            until: new Date(now.getTime() + 400 * DAY),
          }),
        },
      ]),
    });
  });

function severityOf(text: string) {
  return text === "SEV-1" || text === "SEV-2" || text === "SEV-3"
    ? text
    : "unrated";
}
