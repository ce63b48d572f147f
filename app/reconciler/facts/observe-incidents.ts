import { known, type Fact } from "../../../core/gate/fact.ts";
import type { Incident } from "../../../core/gate/facts.ts";
import { SEVERITIES } from "../../../core/incident/severity.ts";
import type { EnvironmentRule } from "../../../core/policy/schema.ts";
import type {
  GitHubRepository,
  Issue,
} from "../../../providers/github/repository.ts";
import { learn } from "../learn.ts";

/** An issue with this label is an incident; a label such as SEV-2 says how grave it is. */
const INCIDENT_LABEL = "incident";

type CalmGate = NonNullable<EnvironmentRule["gates"]["recent_incidents"]>;

/** Every open incident, and those that ended within the time that has to have been calm. */
export async function observeIncidents(
  github: GitHubRepository,
  gate: CalmGate,
  now: Date,
): Promise<Fact<Incident[]>> {
  const since = new Date(now.getTime() - gate.none_within);
  return learn(now, async () => {
    // An issue that was closed since was also updated since.
    const [open, closed] = await Promise.all([
      github.issues({ labels: [INCIDENT_LABEL], state: "open" }),
      github.issues({ labels: [INCIDENT_LABEL], state: "closed", since }),
    ]);
    const issues = [...open, ...closed];
    return known(issues.map(toIncident), {
      source: "github",
      at: now,
      query: `issues labelled ${INCIDENT_LABEL}: open, or closed since ${since.toISOString()}`,
      answer: describe(issues),
    });
  });
}

function toIncident(issue: Issue): Incident {
  return {
    severity: severityOf(issue.labels),
    startedAt: issue.createdAt,
    ...(!issue.open && issue.closedAt ? { resolvedAt: issue.closedAt } : {}),
    title: issue.title,
    link: issue.url,
  };
}

/** The gravest of the severities that the labels name. */
function severityOf(labels: string[]): Incident["severity"] {
  const names = new Set(labels.map((label) => label.trim().toUpperCase()));
  return SEVERITIES.find((severity) => names.has(severity)) ?? "unrated";
}

function describe(issues: Issue[]): string {
  if (issues.length === 0) return "none";
  return issues
    .map(
      ({ number, labels, open, closedAt }) =>
        `#${number} ${severityOf(labels)} ${open ? "open" : `closed ${closedAt?.toISOString() ?? "at an unknown time"}`}`,
    )
    .join("; ")
    .slice(0, 500);
}
