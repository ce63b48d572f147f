import { chaosJobs } from "../chaos-job.ts";
import type { WorkflowRule } from "../rule.ts";

export const noJobTimeout: WorkflowRule = {
  code: "no-job-timeout",
  severity: "warning",
  explanation:
    "A job without `timeout-minutes` is ended by GitHub after six hours. As long as a run hangs, no other experiment is started in its environment, and what it broke stays broken.",
  example: {
    wrong: `
jobs:
  chaos:
    runs-on: ubuntu-latest
    steps:
      - uses: your-org/chaos-governor@v0`,
    right: `
jobs:
  chaos:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: your-org/chaos-governor@v0`,
  },
  find: (workflow) =>
    chaosJobs(workflow)
      .filter(({ job }) => !job.hasTimeout)
      .map(({ job: { path } }) => ({
        message:
          "only GitHub's own limit of six hours ends this job if it hangs",
        hint: "add `timeout-minutes`, a little more than the longest experiment takes",
        path,
      })),
};
