import { plain } from "./plain.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** A finding as compilers print it, which editors turn into a link: `policy.yml:3:5: error: … (hint)`. */
export function diagnosticLine(path: string, finding: Diagnostic): string {
  const { line, column, severity, message, hint } = finding;
  const place = `${path}:${String(line)}:${String(column)}`;
  const help = hint === undefined ? "" : ` (${plain(hint, 500)})`;
  return `${place}: ${severity}: ${plain(message, 500)}${help}`;
}
