import type { BlastRadius } from "../../../core/experiment/blast-radius.ts";
import { known, type Evidence } from "../../../core/gate/fact.ts";
import type { Approval, GateFacts, Rota } from "../../../core/gate/facts.ts";
import { ROTA } from "./rota.ts";

/** A Tuesday on which nothing stands in the way of a production experiment. */
export const NOW = new Date("2026-11-24T12:00:00Z");

export const DIGEST = "sha256:of-the-experiment";
export const OTHER_DIGEST = "sha256:of-another-version";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * HOUR);
}

export function evidenceFrom(source: string): Evidence {
  return { source, at: NOW };
}

export function approval(person: string, given?: Partial<Approval>): Approval {
  return { person, at: hoursAgo(1), digest: DIGEST, ...given };
}

/** An experiment of a minute that touches nothing, but for what a test replaces. */
export function radiusWith(replaced: Partial<BlastRadius> = {}): BlastRadius {
  return {
    namespaces: reachOf(),
    workloads: reachOf(),
    hosts: reachOf(),
    faults: reachOf(),
    replicas: { known: true, share: 0 },
    longest: { known: true, milliseconds: 60_000 },
    ...replaced,
  };
}

/** These values, and nothing more that could be told. */
export function reachOf(...values: string[]): BlastRadius["hosts"] {
  return { values, byDefault: [], unknown: [] };
}

/** These people are on call in the role at any time. */
export function rota(role: string, ...people: string[]): Rota {
  return { role, shifts: known(people.map((person) => ({ person }))) };
}

/** Facts with which every gate passes, but for those that a test replaces. */
export function factsWith(replaced: Partial<GateFacts> = {}): GateFacts {
  return {
    halts: known([], evidenceFrom("halts")),
    ask: known({
      experiment: "database-pod-failure",
      environment: "production",
    }),
    experiment: known(
      { digest: DIGEST, errors: 0, radius: radiusWith() },
      evidenceFrom("experiment"),
    ),
    request: known(
      { requester: "john", openedAt: hoursAgo(2), digest: DIGEST },
      evidenceFrom("request"),
    ),
    holders: known(ROTA, evidenceFrom("holders")),
    approvals: known(
      [approval("ahmed"), approval("sarah"), approval("mike")],
      evidenceFrom("approvals"),
    ),
    overrides: known([], evidenceFrom("overrides")),
    stagingRuns: known(
      [
        {
          digest: DIGEST,
          environment: "staging",
          verdict: "held",
          endedAt: hoursAgo(24),
        },
      ],
      evidenceFrom("staging runs"),
    ),
    incidents: known([], evidenceFrom("incidents")),
    errorBudgets: known(
      [
        {
          slo: "studio-hub",
          remaining: known(0.8, evidenceFrom("studio-hub")),
        },
      ],
      evidenceFrom("budgets"),
    ),
    onCall: known(
      [
        rota("incident-commander", "ahmed"),
        rota("backend-lead", "sarah"),
        rota("devops-lead", "mike"),
      ],
      evidenceFrom("rota"),
    ),
    steadyState: known(
      [{ name: "error rate", value: known(0.2, evidenceFrom("error rate")) }],
      evidenceFrom("steady state"),
    ),
    chaosRuns: known([], evidenceFrom("chaos runs")),
    deployments: known([], evidenceFrom("deployments")),
    calendars: known([], evidenceFrom("calendars")),
    ...replaced,
  };
}
