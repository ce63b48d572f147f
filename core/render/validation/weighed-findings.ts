import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import type { CheckedFile } from "./checked-file.ts";

const HEAVIEST_FIRST: Severity[] = ["error", "warning", "info"];

/** All findings with their files, errors first, so that they are not the ones that are left out. */
export function weighedFindings(
  files: readonly CheckedFile[],
): { path: string; finding: Diagnostic }[] {
  const found = files.flatMap(({ path, findings }) =>
    findings.map((finding) => ({ path, finding })),
  );
  return HEAVIEST_FIRST.flatMap((severity) =>
    found.filter(({ finding }) => finding.severity === severity),
  );
}
