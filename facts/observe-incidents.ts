import { unknown, type Fact, type JointFact } from "../core/gate/fact.ts";
import type { Incident } from "../core/gate/facts.ts";
import {
  mergeIncidents,
  type SeenIncident,
} from "../core/incident/seen-incident.ts";
import type { IncidentSource } from "../core/policy/gates/incidents.ts";
import type { Gates } from "../core/policy/schema.ts";
import type { Period } from "../providers/incident-period.ts";
import type { FactsContext } from "./context.ts";
import { learn } from "./learn.ts";
import { observeIncidentIssues } from "./observe-incident-issues.ts";

type CalmGate = NonNullable<Gates["recent_incidents"]>;
type Sources = Pick<FactsContext, "github" | "services">;

/**
 * Every open incident, and those that ended within the time that has to have been calm. All sources are asked at the
 * same time; where one does not answer, the whole is unknown, and what the others say is kept.
 */
export async function observeIncidents(
  sources: Sources,
  gate: CalmGate,
  now: Date,
): Promise<JointFact<Incident[]>> {
  const period = { since: new Date(now.getTime() - gate.none_within), now };
  const heard = await Promise.all(
    gate.sources.map((choice) =>
      learn(now, () => ask(choice, sources, period)),
    ),
  );
  const value = mergeIncidents(
    heard.flatMap((fact) => (fact.known ? fact.value : [])),
  );
  const evidence = heard.flatMap((fact) => fact.evidence);
  const reasons = heard.flatMap((fact) => (fact.known ? [] : [fact.reason]));
  if (reasons.length === 0) return { known: true, value, evidence };
  const reason = [...new Set(reasons)].join("; ");
  return { known: false, reason, evidence, partly: value };
}

async function ask(
  choice: IncidentSource,
  { github, services }: Sources,
  period: Period,
): Promise<Fact<SeenIncident[]>> {
  switch (choice.source) {
    case "github":
      return observeIncidentIssues(github, choice, period);
    case "pagerduty":
      return (
        services.pagerduty?.incidents(choice, period) ??
        notSetUp("PagerDuty", "PAGERDUTY_TOKEN")
      );
    case "alertmanager":
      return (
        services.alertmanager?.incidents(choice, period.now) ??
        notSetUp("Alertmanager", "ALERTMANAGER_URL")
      );
    case "statuspage":
      return (
        services.statuspage?.incidents(choice, period) ??
        notSetUp("Statuspage", "STATUSPAGE_URL")
      );
  }
}

function notSetUp(service: string, variable: string): Fact<never> {
  return unknown(
    `no ${service} is set up; whoever operates this app sets ${variable}`,
  );
}
