import type { Decision } from "../gate/decide.ts";
import type { Evidence } from "../gate/fact.ts";
import { gateLines } from "./gate-lines.ts";
import { formatMoment, formatOpening } from "./moment.ts";
import { plain } from "./plain.ts";

/** Where and when facts were looked up. */
export interface Observed {
  /** `owner/name` */
  repository: string;
  at: Date;
  /** The default branch, and the commit that it pointed to. */
  branch: string;
  head: string;
}

/** A decision, and what it was made on. */
export interface Explanation {
  /** What to call the experiment, for instance its file. */
  experiment: string;
  environment: string;
  /** The moment at which it would start. */
  at: Date;
  decision: Decision;
  /** Absent where nothing was looked up. */
  observed?: Observed;
}

/**
 * Shows a decision at a terminal: the headline, then each gate with its symbol (✓ passes, … waits, ✗ fails, ? not
 * known), who overrides it (!), what would mend it (→), the pages it speaks of (↗), and the evidence (·).
 */
export function renderExplanation(explanation: Explanation): string {
  const { decision, at } = explanation;
  return [
    headline(explanation),
    ...opening(decision),
    ...observedLines(explanation),
    "",
    ...gateLines(decision, ({ evidence }) =>
      evidence.map((one) => `    · ${evidenceLine(one, at)}`),
    ),
    "",
  ].join("\n");
}

function headline(explanation: Explanation): string {
  const experiment = plain(explanation.experiment, 200);
  const environment = plain(explanation.environment, 100);
  const start = formatMoment(explanation.at);
  const run = `run in ${environment}`;
  switch (explanation.decision.decision) {
    case "allow":
      return `ALLOW: ${experiment} may ${run} (${start}).`;
    case "hold":
      return `HOLD: ${experiment} may not ${run} yet (${start}).`;
    case "refuse":
      return `REFUSE: ${experiment} may not ${run} (${start}).`;
  }
}

function opening({ opensAt, lapsing }: Decision): string[] {
  if (!opensAt) return [];
  const opens = `It opens by itself ${formatOpening(opensAt)}.`;
  return lapsing
    ? [`${opens} By then these will not hold any more: ${lapsing.join(", ")}.`]
    : [opens];
}

function observedLines({ observed, at }: Explanation): string[] {
  if (!observed) return [];
  const { repository, branch, head } = observed;
  const place = plain(`${repository}, ${branch} at ${head.slice(0, 7)}`, 300);
  const then = formatMoment(observed.at);
  return [
    then === formatMoment(at)
      ? `Asked of ${place}.`
      : `Asked of ${place}, with what is known at ${then}: only the clock is set to another time.`,
  ];
}

/** `facts file, approvals: [{"person":"ahmed", …`; the time only where it differs from the decision's. */
function evidenceLine(evidence: Evidence, at: Date): string {
  const { source, query, answer, link, age = 0 } = evidence;
  const asked = [source, query].filter((part) => part !== undefined);
  const when =
    evidence.at.getTime() === at.getTime()
      ? ""
      : ` (${formatMoment(evidence.at)})`;
  const old = age > 0 ? ` (${String(Math.round(age / 1_000))}s old)` : "";
  const said = answer === undefined ? "" : `: ${plain(answer, 160)}`;
  const where = link === undefined ? "" : ` ${plain(link, 300)}`;
  return `${plain(asked.join(", "), 200)}${when}${old}${said}${where}`;
}
