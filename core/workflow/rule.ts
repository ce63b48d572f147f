import type { Diagnostic } from "../text/diagnostic.ts";
import type { WorkflowOutline } from "./outline.ts";

/** Something that a rule found; where it stands is looked up by its path. */
export interface WorkflowFinding {
  message: string;
  hint: string;
  path: Diagnostic["path"];
}

/** One thing that keeps a workflow from running an experiment as the policy wants it. */
export interface WorkflowRule {
  /** The code of its findings, which never changes. */
  code: string;
  severity: "error" | "warning";
  /** One paragraph of Markdown: what the rule finds, and what happens where nobody mends it. */
  explanation: string;
  /** Top-level keys of a workflow, which the rule objects to and does not object to. */
  example: { wrong: string; right: string };
  find: (workflow: WorkflowOutline) => WorkflowFinding[];
}
