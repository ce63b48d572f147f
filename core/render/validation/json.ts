import { type CheckedFile, sentenceOf } from "./checked-file.ts";

/** `{files: [{path, findings: [{code, severity, message, line, column, path}]}]}` */
export function validationAsJson(files: readonly CheckedFile[]): string {
  const answer = files.map(({ path, findings }) => ({
    path,
    findings: findings.map((finding) => ({
      code: finding.code,
      severity: finding.severity,
      message: sentenceOf(finding),
      line: finding.line,
      column: finding.column,
      path: finding.path,
    })),
  }));
  return `${JSON.stringify({ files: answer }, null, 2)}\n`;
}
