import type { Decision } from "../gate/decide.ts";
import type { Evidence } from "../gate/fact.ts";
import { gateLines } from "./gate-lines.ts";
import { formatMoment, formatOpening } from "./moment.ts";
import { plain } from "./plain.ts";

/** A decision, and what it was made on. */
export interface Explanation {
  /** What to call the experiment, for instance its file. */
  experiment: string;
  environment: string;
  /** The moment at which it would start. */
  at: Date;
  decision: Decision;
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
