import type { Decision } from "../../gate/decide.ts";
import type { Evidence } from "../../gate/fact.ts";
import { codeSpan, escapeText, link } from "../escape.ts";

const MOST_OF_A_GATE = 10;

/**
 * What each gate was decided on, folded away. The moments at which it was asked are left out, also within queries and
 * answers: else the comment would change at every look. The audit trail has them.
 */
export function evidenceDetails({ verdicts }: Decision): string[] {
  const lines = verdicts.flatMap(({ gate, evidence }) =>
    evidence
      .slice(0, MOST_OF_A_GATE)
      .map((one) => `- ${codeSpan(gate, 40)} ${evidenceLine(one)}`),
  );
  if (lines.length === 0) return [];
  return [
    "",
    "<details><summary>Evidence</summary>",
    "",
    ...lines,
    "",
    "</details>",
  ];
}

function evidenceLine({ source, query, answer, link: page }: Evidence): string {
  const asked =
    query === undefined ? "" : `, ${codeSpan(timeless(query), 300)}`;
  const said =
    answer === undefined ? "" : `: ${codeSpan(timeless(answer), 500)}`;
  const where = page === undefined ? "" : ` (${link("look there", page)})`;
  return `${escapeText(source, 100)}${asked}${said}${where}`;
}

/** Without times of the day, and without the time in seconds that Prometheus gives with each value. */
function timeless(text: string): string {
  return text
    .replace(/(\d{4}-\d\d-\d\d)T\d\d:\d\d[\d:.]*Z?/g, "$1")
    .replace(/\[\d{9,11}(\.\d+)?,/g, "[…,");
}
