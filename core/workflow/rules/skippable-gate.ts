import { chaosJobs } from "../chaos-job.ts";
import type { WorkflowRule } from "../rule.ts";

export const skippableGate: WorkflowRule = {
  code: "skippable-gate",
  severity: "error",
  explanation:
    "A gate with `if` may be left out, and with `continue-on-error` the job goes on although the gate said no.",
  example: {
    wrong: `
jobs:
  chaos:
    steps:
      - uses: actions/checkout@v7
      - uses: your-org/chaos-governor@v0
        if: inputs.environment == 'production'`,
    right: `
jobs:
  chaos:
    steps:
      - uses: actions/checkout@v7
      - uses: your-org/chaos-governor@v0`,
  },
  find: (workflow) =>
    chaosJobs(workflow).flatMap(({ gate }) =>
      gate?.skippedBy
        ? [
            {
              message: `\`${gate.skippedBy}\` lets the job go on without the gate's yes`,
              hint: "remove it; the policy says where the gate lets everything pass",
              path: [...gate.path, gate.skippedBy],
            },
          ]
        : [],
    ),
};
