import { pinTag } from "../../core/request/pin-tag.ts";
import type { WorkflowRun } from "../../providers/github/repository.ts";
import type { ReviewedRun } from "../../core/request/review-mark.ts";
import type { Claim } from "./inputs.ts";

/** One thing about a run that is not as it has to be. */
export interface RunFlaw {
  code:
    | "started-by"
    | "event"
    | "attempt"
    | "branch"
    | "unreviewed"
    | "twice"
    | "workflow"
    | "commit"
    | "digest"
    | "experiment"
    | "environment";
  expected: string;
  found: string;
}

/** A run of the policy's workflow, as GitHub's API tells it: the environment of the job is not asked. */
export interface PolicyRun {
  run: WorkflowRun;
  defaultBranch: string;
  /** The policy's workflow: a file in .github/workflows. */
  workflow: string;
}

/** Why this is no run of the policy's workflow as it stands on the default branch; none where it is. */
export function workflowFlaws({
  run,
  defaultBranch,
  workflow,
}: PolicyRun): RunFlaw[] {
  return [
    ...unequal([
      { code: "branch", expected: defaultBranch, found: run.branch },
    ]),
    ...startFlaws({ run, workflow }),
  ];
}

function startFlaws({
  run,
  workflow,
}: Pick<PolicyRun, "run" | "workflow">): RunFlaw[] {
  return unequal([
    { code: "event", expected: "workflow_dispatch", found: run.event },
    {
      code: "workflow",
      expected: `.github/workflows/${workflow}`,
      found: run.path,
    },
  ]);
}

/** Why this is not the run that the app dispatched, or not what was approved; none where it is. */
export function dispatchFlaws(
  checked: PolicyRun,
  claim: Claim,
  app: string,
  checkout: { commit: string; digest: string },
  reviewed: boolean,
): RunFlaw[] {
  const { run, defaultBranch } = checked;
  const tag = pinTag(Number(claim.request), claim.correlation);
  return [
    ...unequal([
      { code: "started-by", expected: `${app}[bot]`, found: run.triggeredBy },
      { code: "attempt", expected: "1", found: String(run.attempt) },
    ]),
    // The tag is no proof by its name: its commit has to be on the default branch as well.
    ...(run.branch === tag
      ? unequal([
          {
            code: "unreviewed",
            expected: defaultBranch,
            found: reviewed ? defaultBranch : run.commit,
          },
        ])
      : workflowFlaws(checked).filter(({ code }) => code === "branch")),
    ...startFlaws(checked),
    ...unequal([
      { code: "commit", expected: claim.commit, found: run.commit },
      { code: "commit", expected: run.commit, found: checkout.commit },
      { code: "digest", expected: claim.digest, found: checkout.digest },
    ]),
  ];
}

/** Why this is not the one run that the app says goes on for the request; none where it is. */
export function confirmationFlaws(
  run: WorkflowRun,
  confirmed: ReviewedRun,
  { digest, environment }: { digest: string; environment: string },
): RunFlaw[] {
  return unequal([
    { code: "twice", expected: String(confirmed.run), found: String(run.id) },
    {
      code: "attempt",
      expected: String(confirmed.attempt),
      found: String(run.attempt),
    },
    { code: "commit", expected: confirmed.commit, found: run.commit },
    { code: "digest", expected: confirmed.digest, found: digest },
    {
      code: "environment",
      expected: confirmed.environment,
      found: environment,
    },
  ]);
}

/** Why this is not the run that the app let go on, or not what was approved; none where it is. */
export function reviewFlaws(
  checked: PolicyRun,
  reviewed: ReviewedRun,
  environment: string,
  checkout: { commit: string; digest: string },
): RunFlaw[] {
  const { run } = checked;
  return [
    ...unequal([
      {
        code: "attempt",
        expected: String(reviewed.attempt),
        found: String(run.attempt),
      },
    ]),
    ...workflowFlaws(checked),
    ...unequal([
      { code: "commit", expected: reviewed.commit, found: run.commit },
      { code: "commit", expected: run.commit, found: checkout.commit },
      { code: "digest", expected: reviewed.digest, found: checkout.digest },
      {
        code: "environment",
        expected: reviewed.environment,
        found: environment,
      },
    ]),
  ];
}

/** Those comparisons that don't come out as expected. */
export function unequal(comparisons: RunFlaw[]): RunFlaw[] {
  return comparisons.filter(({ expected, found }) => expected !== found);
}
