import { known, type Fact } from "../core/gate/fact.ts";
import { rate } from "../core/incident/rating.ts";
import type { SeenIncident } from "../core/incident/seen-incident.ts";
import type { GitHubIncidents } from "../core/policy/gates/incidents.ts";
import type {
  GitHubRepository,
  Issue,
} from "../providers/github/repository.ts";
import { listed, type Period } from "../providers/incident-period.ts";

const DAY = 86_400_000;
/** How much of an issue is searched for the names of incidents elsewhere. */
const READ = 10_000;

/** The issues with the label of incidents: those that are open, and those that were closed within the period. */
export async function observeIncidentIssues(
  github: GitHubRepository,
  choice: GitHubIncidents,
  { since, now }: Period,
): Promise<Fact<SeenIncident[]>> {
  const labels = [choice.label];
  // An issue that was closed since was also updated since. From the start of a day on, so that the question stays the
  // same for a while and GitHub may say that nothing changed.
  const day = new Date(since.getTime() - (since.getTime() % DAY));
  const [open, closed] = await Promise.all([
    github.issues({ labels, state: "open" }),
    github.issues({ labels, state: "closed", since: day }),
  ]);
  const issues = [
    ...open,
    ...closed.filter(({ closedAt }) => !closedAt || closedAt >= since),
  ];
  return known(
    issues.map((issue) => toSeen(issue, choice)),
    {
      source: "github",
      at: now,
      query: `issues labelled ${choice.label}: open, or closed since ${since.toISOString()}`,
      answer: listed(issues.map((issue) => described(issue, choice))),
    },
  );
}

function toSeen(issue: Issue, choice: GitHubIncidents): SeenIncident {
  return {
    severity: rate(issue.labels, choice),
    startedAt: issue.createdAt,
    ...(!issue.open && issue.closedAt ? { resolvedAt: issue.closedAt } : {}),
    title: issue.title,
    links: [issue.url],
    names: [issue.url],
    text: issue.body.slice(0, READ),
  };
}

function described(issue: Issue, choice: GitHubIncidents): string {
  const { number, labels, open, closedAt } = issue;
  const state = open
    ? "open"
    : `closed ${closedAt?.toISOString() ?? "at an unknown time"}`;
  return `#${number} ${rate(labels, choice)} ${state}`;
}
