import { codeSpan, escapeText } from "../escape.ts";
import { table } from "../pull-request/table.ts";
import { type CheckedFile, sentenceOf } from "./checked-file.ts";
import { weighedFindings } from "./weighed-findings.ts";

/** Together with the other tables it fits into a summary. */
const MOST_CHARACTERS = 200_000;
const MOST_ROWS = 1_000;

/** A row for each finding, errors first; nothing where there is none. */
export function findingTable(files: readonly CheckedFile[]): string[] {
  const found = weighedFindings(files);
  if (found.length === 0) return [];
  const rows = found
    .slice(0, MOST_ROWS)
    .map(({ path, finding }) => [
      codeSpan(`${path}:${finding.line}:${finding.column}`, 320),
      finding.severity,
      codeSpan(finding.code, 100),
      escapeText(sentenceOf(finding), 1_000),
    ]);
  const shown = table(
    ["Place", "Weight", "Rule", "Finding"],
    rows,
    MOST_CHARACTERS,
    { things: "findings", left: found.length - rows.length },
  );
  return [`#### Findings\n\n${shown}`];
}
