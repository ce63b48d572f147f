import { quoteAll } from "../../text/quote.ts";
import { chaosJobs } from "../chaos-job.ts";
import { DISPATCH_INPUTS, gateInput } from "../inputs.ts";
import type { WorkflowRule } from "../rule.ts";

export const gateInputs: WorkflowRule = {
  code: "gate-inputs",
  severity: "error",
  explanation:
    "The gate compares what it is given with what the app dispatched. An input that is not handed on is empty to it: it then takes an approved run for one that a person started, and refuses it.",
  example: {
    wrong: `
jobs:
  chaos:
    steps:
      - uses: your-org/chaos-governor@v0
        with:
          experiment: \${{ inputs.experiment }}
          environment: \${{ inputs.environment }}`,
    right: `
jobs:
  chaos:
    steps:
      - uses: your-org/chaos-governor@v0
        with:
          experiment: \${{ inputs.experiment }}
          environment: \${{ inputs.environment }}
          skip-validation: \${{ inputs.skip_validation }}
          request: \${{ inputs.request }}
          correlation: \${{ inputs.correlation }}
          digest: \${{ inputs.digest }}
          commit: \${{ inputs.commit }}`,
  },
  find: (workflow) =>
    chaosJobs(workflow).flatMap(({ gate }) => {
      if (!gate) return [];
      const missing = DISPATCH_INPUTS.map(gateInput).filter(
        (name) => !gate.with.includes(name),
      );
      if (missing.length === 0) return [];
      return [
        {
          message: `the gate is not given ${quoteAll(missing, "and")}`,
          hint: "hand on every input of the workflow",
          path: [...gate.path, "with"],
        },
      ];
    }),
};
