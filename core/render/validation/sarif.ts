import { RULES } from "../../experiment/registry.ts";
import { WORKFLOW_RULES } from "../../workflow/registry.ts";
import type { Severity } from "../../text/diagnostic.ts";
import { type CheckedFile, sentenceOf } from "./checked-file.ts";
import { weighedFindings } from "./weighed-findings.ts";

/** Code scanning refuses a run with more. */
const MOST_RESULTS = 25_000;

const LEVELS: Record<Severity, string> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** SARIF 2.1.0, as code scanning reads it; places are counted in UTF-16, as findings are. */
export function validationAsSarif(files: readonly CheckedFile[]): string {
  const results = weighedFindings(files)
    .slice(0, MOST_RESULTS)
    .map(({ path, finding }) => ({
      ruleId: finding.code,
      level: LEVELS[finding.severity],
      message: { text: sentenceOf(finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" },
            region: { startLine: finding.line, startColumn: finding.column },
          },
        },
      ],
    }));
  const tool = {
    driver: {
      name: "Chaos Governor",
      rules: [...RULES, ...WORKFLOW_RULES].map(
        ({ code, severity, explanation }) => ({
          id: code,
          fullDescription: { text: explanation },
          defaultConfiguration: { level: LEVELS[severity] },
        }),
      ),
    },
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A path that was written with `./` names the same file without it. */
function uriOf(path: string): string {
  return path
    .replace(/^\.\//, "")
    .split("/")
    .map((part) => encodeURIComponent(part))
    .join("/");
}
