import { inOrder } from "../text/diagnostic.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { outlineOf } from "./outline.ts";
import { WORKFLOW_RULES } from "./registry.ts";

/** What is larger than this, in bytes, is no workflow. */
export const WORKFLOW_BYTES = 256 * 1024;

/** What keeps a workflow from running experiments as the policy wants it; never asks what its Actions are. */
export function checkWorkflow(text: string): Diagnostic[] {
  const parsed = parseDocument(text, { bytes: WORKFLOW_BYTES });
  if (!parsed.ok) return parsed.diagnostics;
  const { document } = parsed;
  const workflow = outlineOf(document.value);
  return inOrder(
    WORKFLOW_RULES.flatMap(({ code, severity, find }) =>
      find(workflow).map((finding) => ({
        ...finding,
        code,
        severity,
        ...document.locate(finding.path, "key"),
      })),
    ),
  );
}

/** Whether a file that may have any name was meant as a workflow: by its keys. */
export function looksLikeWorkflow(text: string): boolean {
  // Most files are experiments, and need not be parsed twice.
  if (!text.includes("jobs")) return false;
  const parsed = parseDocument(text, { bytes: WORKFLOW_BYTES });
  const value = parsed.ok ? parsed.document.value : undefined;
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, "on") &&
    Object.hasOwn(value, "jobs")
  );
}
