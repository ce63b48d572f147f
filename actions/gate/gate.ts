import { hasGates, ruleFor } from "../../core/policy/rule.ts";
import { HALT_LABEL, haltOf } from "../../core/gate/halt/halt-issue.ts";
import { readPolicyFile } from "../../providers/github/policy-file.ts";
import { parseRunTitle } from "../../core/request/run-title.ts";
import type {
  GitHubRepository,
  WorkflowRun,
} from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { experimentInCheckout } from "./checkout.ts";
import type { GateInputs } from "./inputs.ts";
import { type GateObservation, judge, type Judgement } from "./judge.ts";
import {
  overriddenBy,
  requestApproval,
  requestOf,
  reviewOf,
} from "./request.ts";
import type { Runner } from "./runner.ts";
import type { Safeguard } from "./safeguard.ts";
import { verdictsOutput } from "./verdicts.ts";
import { type GateWords, describeJudgement, renderWords } from "./words.ts";

/** How long the app may go on to ask for one run, in milliseconds. */
const SAME_DISPATCH_MS = 24 * 60 * 60_000;

/** Everything that the Action tells the job and whoever looks at it. */
export interface GateOutcome extends GateWords {
  decision: Judgement["decision"];
  requestUrl?: string;
  experimentPath?: string;
  journalPath?: string;
  /** What each gate says, as JSON; absent where none was asked. */
  verdicts?: string;
  /** Markdown. */
  summary: string;
  /** How the experiment may ask whether it may go on. */
  safeguard?: Safeguard;
}

/** Observes, judges, and opens the request where one is needed. Where GitHub can't be asked, the job has to wait. */
export async function passGate(
  github: GitHubRepository,
  inputs: GateInputs,
  runner: Runner,
  now: () => Date,
): Promise<GateOutcome> {
  try {
    const observation = await observe(github, inputs, runner, now);
    const judgement = judge(observation);
    const requestUrl = await requestFor(judgement, github, observation, runner);
    return tellOf(judgement, inputs, requestUrl);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return unreachable(error);
  }
}

/** @param requestUrl the issue of the request, where there is one */
export function tellOf(
  judgement: Judgement,
  inputs: GateInputs,
  requestUrl?: string,
): GateOutcome {
  const words = describeJudgement(judgement, inputs);
  return {
    ...words,
    decision: judgement.decision,
    ...(requestUrl !== undefined && { requestUrl }),
    ...(judgement.decision === "allow" && {
      experimentPath: judgement.experimentPath,
      journalPath: judgement.journalPath,
    }),
    ...("verdict" in judgement && {
      verdicts: verdictsOutput({ verdicts: [judgement.verdict] }),
    }),
    summary: renderWords(judgement.decision, words, requestUrl),
  };
}

/** Everything that is judged of this job, whoever decides. */
export async function observe(
  github: GitHubRepository,
  inputs: GateInputs,
  { runId, commit, workspace }: Runner,
  now: () => Date,
): Promise<GateObservation> {
  const head = await github.head();
  const policy = await readPolicyFile(github, head.commit);
  const run = await github.run(runId);
  if (!run) {
    throw new ProviderError("github", `knows no workflow run ${runId}`, {
      retryable: false,
    });
  }
  const overridden = await overriddenBy(github, inputs);
  const halts = await github.issues({ labels: [HALT_LABEL], state: "open" });
  const common = {
    inputs,
    reviewed:
      run.branch === head.branch ||
      (await github.isOnBranch(run.commit, head.branch)),
    first: await firstOfDispatch(github, inputs, run),
    defaultBranch: head.branch,
    commit,
    run,
    overridden,
    halts: halts.map(haltOf),
  };
  if (policy.state !== "valid") return { ...common, policy, now: now() };
  const experiment = await experimentInCheckout(
    workspace,
    policy.policy,
    inputs.experiment,
  );
  const covered = ruleFor(policy.policy, inputs.environment);
  const review =
    covered.ok && hasGates(covered.rule)
      ? await reviewOf(github, inputs, run)
      : undefined;
  return {
    ...common,
    ...(review && { review }),
    policy: { ...policy, experiment },
    now: now(),
  };
}

/**
 * Where GitHub failed after it had started a run, the app may have asked once more: of the runs that the app started
 * with one correlation, the first one alone goes on.
 */
async function firstOfDispatch(
  github: GitHubRepository,
  { claim, app }: GateInputs,
  run: WorkflowRun,
): Promise<number> {
  if (!claim?.correlation) return run.id;
  const workflow = run.path.slice(run.path.lastIndexOf("/") + 1);
  const since = new Date(run.createdAt.getTime() - SAME_DISPATCH_MS);
  const runs = await github.runs(workflow, since);
  const same = runs.filter(
    ({ title, triggeredBy }) =>
      triggeredBy === `${app}[bot]` &&
      parseRunTitle(title)?.correlation === claim.correlation,
  );
  return Math.min(run.id, ...same.map(({ id }) => id));
}

/** The page of the request that belongs to the run, opened now where the judgement asks for one. */
async function requestFor(
  judgement: Judgement,
  github: GitHubRepository,
  { inputs, run, review }: GateObservation,
  { page }: Runner,
): Promise<string | undefined> {
  if (judgement.code === "needs-approval") {
    return (await requestApproval(github, inputs, run)).url;
  }
  const number = review?.request ?? requestOf(inputs);
  return number === undefined ? undefined : `${page}/issues/${number}`;
}

export function unreachable({ message }: ProviderError): GateOutcome {
  return withoutJudgement("hold", {
    reason: `Nothing could be decided, so nothing runs: ${message}.`,
    mend: "Run the job again; where it fails again, check the permissions of its token: contents: read, actions: read, issues: write.",
    annotations: [],
  });
}

/** Inputs that can't be what was meant. */
export function misused(problem: string): GateOutcome {
  return withoutJudgement("refuse", { reason: problem, annotations: [] });
}

function withoutJudgement(
  decision: Judgement["decision"],
  words: GateWords,
): GateOutcome {
  return {
    ...words,
    decision,
    summary: renderWords(decision, words, undefined),
  };
}
