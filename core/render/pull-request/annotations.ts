import type { Annotation } from "../../pull-request/check-output.ts";
import type { JudgedFile } from "../../pull-request/judge.ts";
import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import { plain } from "../plain.ts";

/** Twenty requests of 50; nobody reads more. */
export const MOST_ANNOTATIONS = 1_000;

const SEVERITIES: Severity[] = ["error", "warning", "info"];

const LEVELS: Record<Severity, Annotation["level"]> = {
  error: "failure",
  warning: "warning",
  info: "notice",
};

/** Every finding on its line, errors first, so that they are not the ones that are left out. */
export function annotationsOf(files: readonly JudgedFile[]): Annotation[] {
  const all = files.flatMap(({ path, findings }) =>
    findings.map((finding) => ({ path, finding })),
  );
  return SEVERITIES.flatMap((severity) =>
    all.filter(({ finding }) => finding.severity === severity),
  )
    .slice(0, MOST_ANNOTATIONS)
    .map(({ path, finding }) => annotation(path, finding));
}

function annotation(
  path: string,
  { code, severity, message, hint, line, column }: Diagnostic,
): Annotation {
  return {
    path,
    line,
    column,
    level: LEVELS[severity],
    title: plain(code, 255),
    message: sentence(message, hint),
  };
}

/** Plain text: GitHub shows the message of an annotation as it stands. */
function sentence(message: string, hint: string | undefined): string {
  const said = plain(message, 1_000);
  return hint === undefined ? said : `${said} (${plain(hint, 1_000)})`;
}
