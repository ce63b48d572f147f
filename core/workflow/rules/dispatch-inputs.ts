import { quoteAll } from "../../text/quote.ts";
import { DISPATCH_INPUTS } from "../inputs.ts";
import type { WorkflowFinding, WorkflowRule } from "../rule.ts";

const SENT: readonly string[] = DISPATCH_INPUTS;

export const dispatchInputs: WorkflowRule = {
  code: "dispatch-inputs",
  severity: "error",
  explanation:
    "GitHub refuses a dispatch that has an input which the workflow does not declare, and one that lacks an input which is required. The app always sends the same seven.",
  example: {
    wrong: `
on:
  workflow_dispatch:
    inputs:
      environment: { type: string, required: true }
      experiment: { type: string, required: true }
      cluster: { type: string, required: true }`,
    right: `
on:
  workflow_dispatch:
    inputs:
      environment: { type: string, required: true }
      experiment: { type: string, required: true }
      skip_validation: { type: boolean, default: false }
      request: { type: string, default: "" }
      correlation: { type: string, default: "" }
      digest: { type: string, default: "" }
      commit: { type: string, default: "" }
      cluster: { type: string, default: blue }`,
  },
  find({ dispatch }) {
    if (!dispatch) return [];
    const declared = dispatch.inputs.map(({ name }) => name);
    const missing = SENT.filter((name) => !declared.includes(name));
    const findings: WorkflowFinding[] = dispatch.inputs
      .filter(({ name, required }) => required && !SENT.includes(name))
      .map(({ path }) => ({
        message: "this input is required, and the app does not send it",
        hint: "give it a default",
        path,
      }));
    if (missing.length === 0) return findings;
    return [
      ...findings,
      {
        message: `the app sends ${quoteAll(missing, "and")} as well, so GitHub refuses to start the workflow`,
        hint: "declare them; docs/workflow-rules.md has all of them",
        path: ["on", "workflow_dispatch", "inputs"],
      },
    ];
  },
};
