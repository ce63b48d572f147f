import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import { plain } from "../plain.ts";
import { type CheckedFile, sentenceOf } from "./checked-file.ts";
import { summary } from "./text.ts";

const COMMANDS: Record<Severity, string> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/**
 * Workflow commands, which GitHub Actions shows on the lines of a change, and the summary.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function validationAsGitHub(files: readonly CheckedFile[]): string {
  const commands = files.flatMap(({ path, findings }) =>
    findings.map((finding) => annotationCommand(path, finding)),
  );
  return `${[...commands, summary(files)].join("\n")}\n`;
}

/** The command that shows a finding on its line; one line, whatever the file is called and holds. */
export function annotationCommand(path: string, finding: Diagnostic): string {
  const { code, severity, line, column } = finding;
  const properties = Object.entries({
    file: path,
    line: String(line),
    col: String(column),
    title: code,
  }).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  const words = escapeData(plain(sentenceOf(finding), 1_000));
  return `::${COMMANDS[severity]} ${properties.join(",")}::${words}`;
}

function escapeData(text: string): string {
  return text
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
