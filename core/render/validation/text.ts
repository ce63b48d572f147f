import type { Diagnostic } from "../../text/diagnostic.ts";
import { renderExcerpt } from "../diagnostic.ts";
import { diagnosticLine } from "../diagnostic-line.ts";
import { plain } from "../plain.ts";
import type { CheckedFile } from "./checked-file.ts";

/** Each finding with what stands at its place, then a summary. */
export function validationAsText(files: readonly CheckedFile[]): string {
  const blocks = files.flatMap(({ path, text, findings, unreadable }) =>
    findings.map((finding) => {
      const excerpt = unreadable ? "" : renderExcerpt(text, finding);
      return `${diagnosticLine(plain(path, 300), finding)}\n${indent(excerpt)}`;
    }),
  );
  return `${[...blocks, summary(files)].join("\n")}\n`;
}

/** `7 files, no errors` */
export function summary(files: readonly CheckedFile[]): string {
  const findings = files.flatMap((file) => file.findings);
  const errors = countErrors(findings);
  const others = findings.length - errors;
  const counts = [count(files.length, "file"), count(errors, "error")];
  if (others > 0) counts.push(count(others, "warning"));
  return counts.join(", ");
}

export function countErrors(findings: readonly Diagnostic[]): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

function indent(excerpt: string): string {
  return excerpt.replaceAll(/^(?=.)/gm, "  ").concat(excerpt && "\n");
}

function count(number: number, thing: string): string {
  return `${number || "no"} ${thing}${number === 1 ? "" : "s"}`;
}
