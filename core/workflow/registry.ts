import type { WorkflowRule } from "./rule.ts";
import { dispatchInputs } from "./rules/dispatch-inputs.ts";
import { gateInputs } from "./rules/gate-inputs.ts";
import { lateGate } from "./rules/late-gate.ts";
import { noDispatch } from "./rules/no-dispatch.ts";
import { noGate } from "./rules/no-gate.ts";
import { noJobTimeout } from "./rules/no-job-timeout.ts";
import { runTitle } from "./rules/run-title.ts";
import { skippableGate } from "./rules/skippable-gate.ts";

/** Every rule for a chaos workflow, in the order in which they are documented. */
export const WORKFLOW_RULES: readonly WorkflowRule[] = [
  noDispatch,
  dispatchInputs,
  runTitle,
  noGate,
  lateGate,
  skippableGate,
  gateInputs,
  noJobTimeout,
];
