import type { Decision } from "../../gate/decide.ts";
import type { Evidence } from "../../gate/fact.ts";
import { codeSpan, escapeText, link } from "../escape.ts";
import { formatMoment } from "../moment.ts";

const MOST_OF_A_GATE = 10;

/**
 * What each gate was decided on when the status was written, folded away: whom it asked, what, when, and the answer.
 * It is no reason to write the status anew.
 */
export function evidenceDetails(
  { verdicts }: Decision,
  policy: string | undefined,
): string[] {
  const lines = verdicts.flatMap(({ gate, evidence }) =>
    evidence
      .slice(0, MOST_OF_A_GATE)
      .map((one) => `- ${codeSpan(gate, 40)} ${evidenceLine(one)}`),
  );
  if (lines.length === 0) return [];
  const by = policy === undefined ? "" : ` By the policy at ${policy}.`;
  return [
    "",
    "<details><summary>Evidence: what was asked, and what the answers were</summary>",
    "",
    ...lines,
    "",
    `As of when this comment was last written.${by} It is written anew where something changes that matters; the audit trail keeps every decision with its facts.`,
    "",
    "</details>",
  ];
}

function evidenceLine(evidence: Evidence): string {
  const { source, at, age = 0, query, answer, link: page } = evidence;
  const asked = query === undefined ? "" : `, ${codeSpan(query, 300)}`;
  const old =
    age > 0 ? `, an answer kept for ${String(Math.round(age / 1_000))}s` : "";
  const said = answer ? `: ${codeSpan(answer, 500)}` : "";
  const where = page === undefined ? "" : ` (${link("look there", page)})`;
  return `${escapeText(source, 100)}${asked}, ${formatMoment(at)}${old}${said}${where}`;
}
