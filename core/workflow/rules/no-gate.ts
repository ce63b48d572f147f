import { chaosJobs } from "../chaos-job.ts";
import type { WorkflowRule } from "../rule.ts";

export const noGate: WorkflowRule = {
  code: "no-gate",
  severity: "error",
  explanation:
    "Whoever may start a workflow can start this one, with any inputs. Only the gate asks the policy whether the experiment may run, so that every job that runs one has to pass it itself.",
  example: {
    wrong: `
jobs:
  chaos:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v7
      - run: chaos run experiments/pod-failure.json`,
    right: `
jobs:
  chaos:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v7
      - uses: your-org/chaos-governor@v0
        id: gate
        with:
          experiment: \${{ inputs.experiment }}
          environment: \${{ inputs.environment }}
          skip-validation: \${{ inputs.skip_validation }}
          request: \${{ inputs.request }}
          correlation: \${{ inputs.correlation }}
          digest: \${{ inputs.digest }}
          commit: \${{ inputs.commit }}
      - env: { EXPERIMENT: "\${{ steps.gate.outputs.experiment-path }}" }
        run: chaos run "$EXPERIMENT"`,
  },
  find(workflow) {
    const hint = "begin the job with the gate, after the checkout";
    const jobs = chaosJobs(workflow);
    if (jobs.length === 0)
      return [{ message: "no job passes the gate", hint, path: ["jobs"] }];
    return jobs
      .filter(({ gate }) => !gate)
      .map(({ job: { path } }) => ({
        message: "this job runs an experiment, and does not pass the gate",
        hint,
        path,
      }));
  },
};
