import { hasGates, ruleFor } from "../../core/policy/rule.ts";
import { HALT_LABEL, haltOf } from "../../core/gate/halt/halt-issue.ts";
import { readPolicyFile } from "../../providers/github/policy-file.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { confirmationFlaws } from "./claim.ts";
import { awaitConfirmation, type Surroundings } from "./confirmation.ts";
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
  surroundings: Surroundings,
): Promise<GateOutcome> {
  try {
    const { observation, judgement } = await decide(
      github,
      inputs,
      runner,
      surroundings,
    );
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

/** What the app dispatched goes on only where the app says, besides, that it is the one run of its request. */
async function decide(
  github: GitHubRepository,
  inputs: GateInputs,
  runner: Runner,
  surroundings: Surroundings,
): Promise<{ observation: GateObservation; judgement: Judgement }> {
  const observation = await observe(github, inputs, runner, surroundings.now);
  const judgement = judge(observation);
  const { claim } = inputs;
  if (judgement.decision !== "allow" || !claim)
    return { observation, judgement };
  const told = await awaitConfirmation(github, inputs, surroundings);
  if (!told)
    return {
      observation,
      judgement: { decision: "hold", code: "unconfirmed" },
    };
  const { confirmed, waited } = told;
  const flaws = confirmationFlaws(observation.run, confirmed, {
    digest: claim.digest,
    environment: inputs.environment,
  });
  if (flaws.length > 0)
    return {
      observation,
      judgement: { decision: "refuse", code: "not-the-dispatch", flaws },
    };
  if (!waited) return { observation, judgement };
  // Meanwhile somebody may have halted, or a window may have closed.
  const again = await observe(github, inputs, runner, surroundings.now);
  return { observation: again, judgement: judge(again) };
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
