import type { Guidance } from "../incident/guidance.ts";
import type { RunVerdict } from "../journal/verdict.ts";
import { clip, codeSpan, escapeText, link } from "./escape.ts";
import { commitPage, type Links, linksOfIssue } from "./links.ts";
import { formatMoment } from "./moment.ts";
import { overriddenBy, type OverriddenBy } from "./override.ts";
import { plain, shortDigest } from "./plain.ts";
import { renderRunbook, renderRunbookAgain } from "./runbook.ts";

/** A judged run, as a failure issue tells of it. */
export interface ToldRun {
  experiment: string;
  environment: string;
  digest: string;
  commit: string;
  verdict: RunVerdict;
  /** One plain sentence that says why. */
  reason: string;
  /** Markdown: the journal's summary; absent where there was no journal. */
  summary?: string;
  startedAt: Date;
  endedAt: Date;
  /** The workflow run's id and attempt, and its page. */
  run: number;
  attempt: number;
  url: string;
  /** The request's issue, where there was one. */
  request?: number;
  /** The gates against which it was started; absent where there were none. */
  overridden?: OverriddenBy[];
}

export interface FailureIssueText {
  title: string;
  body: string;
  labels: string[];
}

/** By it, together with the title, an open failure issue is found. */
export const FAILURE_LABEL = "chaos-failure";

/** GitHub takes 65,536 characters in a body, and 256 in a title. */
const LIMIT = 65_000;
const TITLE_LIMIT = 250;

/** The one line of the body that changes when it fails again. */
const COUNTER = /^<!-- chaos-governor:failures -->.*$/m;

export function failureTitle({
  experiment,
  environment,
}: Pick<ToldRun, "experiment" | "environment">): string {
  const title = `Chaos experiment failed: ${plain(experiment, 150)} in ${plain(environment, 64)}`;
  return clip(title, TITLE_LIMIT);
}

/** The issue that tells of the first failure of an experiment in an environment. */
export function renderFailureIssue(
  run: ToldRun,
  guidance: Guidance,
  links: Links,
): FailureIssueText {
  const what = `${codeSpan(run.experiment, 200)} failed in ${codeSpan(run.environment, 64)}`;
  const body = [
    `${what}: **${run.verdict}**. ${escapeText(run.reason, 1_000)}`,
    "",
    counter(1),
    "",
    `- Severity: ${guidance.severity}`,
    ...owners(guidance),
    ...facts(run, links),
    ...pages(run, guidance),
    "",
    "What to do: find out why with the journal, mend it, and let the experiment run again. While this issue is open, further failures of it here are told in comments; close it once the experiment holds.",
    "",
    renderRunbook(guidance),
  ];
  return {
    title: failureTitle(run),
    body: withSummary(body, run),
    // "SEV-4: failed chaos experiment in staging": an incident as well, whose severity says whom it concerns.
    labels: [FAILURE_LABEL, ...guidance.incidentLabels, guidance.severity],
  };
}

/** The body of an open failure issue with another count; unchanged where somebody took the line out. */
export function withFailureCount(body: string, count: number): string {
  return body.replace(COUNTER, counter(count));
}

/**
 * The comment on an open failure issue when the experiment failed once more.
 *
 * @param count how many failures the issue tells of now, this one included
 * @param issue the one that is commented on
 */
export function renderFailedAgain(
  run: ToldRun,
  count: number,
  guidance: Guidance,
  issue: { body: string; url: string },
): string {
  const body = [
    `❌ It failed again, ${times(count)} by now: **${run.verdict}**. ${escapeText(run.reason, 1_000)}`,
    "",
    ...facts(run, linksOfIssue(issue.url)),
    "",
    renderRunbookAgain(guidance, issue),
  ];
  return withSummary(body, run);
}

/** The comment on an open failure issue when the experiment held. */
export function renderHeldAgain(run: ToldRun, links: Links): string {
  return [
    `✅ It held this time. ${escapeText(run.reason, 1_000)}`,
    "",
    ...facts(run, links),
    "",
    "If that is because the cause was mended, this issue can be closed.",
  ].join("\n");
}

/** The one place where somebody is called on purpose: whom the policy names for this. */
function owners({ owners: all }: Guidance): string[] {
  if (all.length === 0) return [];
  const people = all.map(({ role, primary, secondary }) => {
    const stand = secondary === undefined ? "" : `, else \`${secondary}\``;
    const who = primary === undefined ? "whoever is on call" : `@${primary}`;
    return `${who} (${role}${stand})`;
  });
  return [`- Owners: ${people.join("; ")}`];
}

function pages(run: ToldRun, { dashboards, runbooks }: Guidance): string[] {
  return [
    ...dashboards.map(
      ({ name, url }) => `- Dashboard: ${link(name, duringRun(url, run))}`,
    ),
    ...runbooks.map(({ name, url }) => `- Runbook: ${link(name, url)}`),
  ];
}

/** Grafana takes the range in milliseconds. */
function duringRun(url: string, { startedAt, endedAt }: ToldRun): string {
  const page = new URL(url);
  page.searchParams.set("from", String(startedAt.getTime()));
  page.searchParams.set("to", String(endedAt.getTime()));
  return page.href;
}

function facts(run: ToldRun, links: Links): string[] {
  const attempt = run.attempt > 1 ? `, attempt ${String(run.attempt)}` : "";
  return [
    ...(run.overridden ?? []).map(
      ({ gate, by }) =>
        `- 🚨 This run overrode the gate ${codeSpan(gate, 40)}, by ${escapeText(overriddenBy(by), 1_000)}`,
    ),
    `- Run: ${link(`workflow run ${String(run.run)}`, run.url)}${attempt}, from ${formatMoment(run.startedAt)} to ${formatMoment(run.endedAt)}`,
    `- Journal: ${link("the run's artifacts", `${run.url}#artifacts`)}`,
    ...(run.summary === undefined
      ? ["- Rollbacks: not known, for there is no journal to read"]
      : []),
    `- Experiment: digest ${codeSpan(shortDigest(run.digest), 80)} at commit ${link(run.commit.slice(0, 7), commitPage(links, run.commit))}`,
    ...(run.request === undefined
      ? []
      : [`- Asked for in #${String(run.request)}`]),
  ];
}

function counter(count: number): string {
  return `<!-- chaos-governor:failures -->Failed ${times(count)} since this issue was opened.`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${String(count)} times`;
}

/** As much of the summary as fits, what is first being first: the journal itself can be downloaded. */
function withSummary(lines: string[], { summary }: ToldRun): string {
  let text = clip(lines.join("\n"), LIMIT);
  // No table and no diagram has an empty line in it.
  for (const block of summary?.split("\n\n") ?? []) {
    if (text.length + 2 + block.length > LIMIT) return text;
    text += `\n\n${block}`;
  }
  return text;
}
