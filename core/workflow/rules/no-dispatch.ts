import type { WorkflowRule } from "../rule.ts";

export const noDispatch: WorkflowRule = {
  code: "no-dispatch",
  severity: "error",
  explanation:
    "The app starts an approved experiment with `workflow_dispatch`. A workflow that does not listen to it can't be started: every request is approved, and then refused by GitHub.",
  example: {
    wrong: `
on: push`,
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
      commit: { type: string, default: "" }`,
  },
  find: ({ dispatch }) =>
    dispatch
      ? []
      : [
          {
            message: "nobody can start this workflow",
            hint: "add `workflow_dispatch` to `on`, with the inputs that the app sends",
            path: ["on"],
          },
        ],
};
