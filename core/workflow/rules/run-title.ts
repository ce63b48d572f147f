import { quoteAll } from "../../text/quote.ts";
import type { WorkflowRule } from "../rule.ts";

const NAMED = ["environment", "experiment", "correlation"];

export const runTitle: WorkflowRule = {
  code: "run-title",
  severity: "error",
  explanation:
    "The title of a run says which experiment it runs where, and the app recognises by it the run that it started. Without it, a run by hand is no proof, and one whose start GitHub did not confirm is not found again.",
  example: {
    wrong: `
run-name: Chaos in \${{ inputs.environment }}`,
    right: `
run-name: "Chaos: \${{ inputs.experiment }} in \${{ inputs.environment }}\${{ inputs.correlation && format(' ({0})', inputs.correlation) || '' }}"`,
  },
  find({ runName }) {
    const hint = "take `run-name` from docs/workflow-rules.md";
    if (runName === undefined)
      return [
        {
          message: "the titles of runs do not say what they run",
          hint,
          path: [],
        },
      ];
    const missing = NAMED.filter((name) => !runName.includes(`inputs.${name}`));
    if (missing.length === 0 && runName.startsWith("Chaos: ")) return [];
    const message =
      missing.length === 0
        ? "the titles of runs do not begin with `Chaos: `"
        : `the titles of runs do not say the input ${quoteAll(missing, "and")}`;
    return [{ message, hint, path: ["run-name"] }];
  },
};
