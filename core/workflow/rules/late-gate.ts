import { chaosJobs } from "../chaos-job.ts";
import type { WorkflowRule } from "../rule.ts";

export const lateGate: WorkflowRule = {
  code: "late-gate",
  severity: "error",
  explanation:
    "Steps that come before the gate are done whatever the policy says, with the environment's secrets. Only the checkout has to be there before, because the gate looks at the experiment in it.",
  example: {
    wrong: `
jobs:
  chaos:
    steps:
      - uses: actions/checkout@v7
      - run: ./prepare-the-cluster.sh
      - uses: your-org/chaos-governor@v0`,
    right: `
jobs:
  chaos:
    steps:
      - uses: actions/checkout@v7
      - uses: your-org/chaos-governor@v0
      - run: ./prepare-the-cluster.sh`,
  },
  find: (workflow) =>
    chaosJobs(workflow).flatMap(({ job, gate }) =>
      job.steps
        .slice(0, gate ? job.steps.indexOf(gate) : 0)
        .filter(({ uses }) => !uses.startsWith("actions/checkout@"))
        .map(({ path }) => ({
          message: "this step is done before the gate has said yes",
          hint: "move it behind the gate",
          path,
        })),
    ),
};
