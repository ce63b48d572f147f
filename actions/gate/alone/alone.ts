import { ruleFor } from "../../../core/policy/rule.ts";
import { readStandingRequest } from "../../../core/request/standing-request.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import { type GateOutcome, observe, tellOf, unreachable } from "../gate.ts";
import type { GateInputs } from "../inputs.ts";
import { type GateObservation, judge } from "../judge.ts";
import { requestApproval, requestOf } from "../request.ts";
import type { Runner } from "../runner.ts";
import { unequal } from "../claim.ts";
import { readComments } from "./conversation.ts";
import { decideRequest } from "./decide-request.ts";
import type { AloneJudgement } from "./judgement.ts";
import type { AloneCase, AloneContext } from "./observe-request.ts";
import { tellOfAlone } from "./words.ts";

type Context = AloneContext & { author: string };

/**
 * Decides where no app does. What needs no approval is judged as ever; a run that does asks by opening a request, and a
 * run that was started for a request goes on with it, once. Where GitHub can't be asked, the job has to wait.
 */
export async function passAlone(
  inputs: GateInputs,
  runner: Runner,
  context: Context,
): Promise<GateOutcome> {
  const { github, clock } = context;
  try {
    const { claim: _, ...asking } = inputs;
    const observation = await observe(github, asking, runner, clock);
    const judgement = judge(observation);
    if (judgement.code !== "needs-approval") return tellOf(judgement, inputs);
    const of = caseOf(observation);
    const number = requestOf(inputs);
    const issue =
      number === undefined
        ? await requestApproval(github, inputs, of.run)
        : await github.issue(number);
    const judged = await judgeAlone(issue, of, { inputs, runner, context });
    return tellOfAlone(judged, of, inputs, issue);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return unreachable(error);
  }
}

/** Only asked for where the judgement found a policy, a rule and an experiment. */
function caseOf({
  inputs,
  policy: read,
  defaultBranch,
  run,
}: GateObservation): AloneCase {
  if (read.state !== "valid") throw new Error("judged without a policy");
  const { experiment, ...file } = read;
  const { policy } = file;
  const covered = ruleFor(policy, inputs.environment);
  if (!covered.ok) throw new Error("judged without a rule");
  return { policy, rule: covered.rule, file, defaultBranch, run, experiment };
}

interface Asked {
  inputs: GateInputs;
  runner: Runner;
  context: Context;
}

async function judgeAlone(
  issue: Issue | undefined,
  of: AloneCase,
  { inputs, runner, context }: Asked,
): Promise<AloneJudgement> {
  const { github, author } = context;
  const { run } = of;
  const { experiment, environment, claim } = inputs;
  if (!issue || issue.author !== author) return noRequest(claim?.request ?? "");
  const comments = await readComments(github, issue.number, author);
  const standing = readStandingRequest(comments);
  if (standing.state === "used" || standing.state === "tampered")
    return { decision: "refuse", code: "unusable", ...standing };
  if (await github.hasDeletedComments(issue.number))
    return { decision: "refuse", code: "comment-deleted" };
  if (!claim) {
    // A job that is run again by somebody else asks for whom it asked before.
    const { announced, pins } =
      standing.state === "open"
        ? standing
        : { announced: { requester: run.triggeredBy }, pins: [] };
    const { requester } = announced;
    const asked = { requester, experiment, environment };
    return decideRequest(of, { issue, comments, asked, pins }, context, false);
  }
  if (standing.state === "none") return noRequest(claim.request);
  const { announced, pins } = standing;
  const flaws = unequal([
    { code: "attempt", expected: "1", found: String(run.attempt) },
    { code: "commit", expected: run.commit, found: runner.commit },
    { code: "experiment", expected: announced.experiment, found: experiment },
    {
      code: "environment",
      expected: announced.pin.environment,
      found: environment,
    },
  ]);
  if (run.triggeredBy.endsWith("[bot]"))
    flaws.unshift({
      code: "started-by",
      expected: "a person",
      found: run.triggeredBy,
    });
  if (flaws.length > 0)
    return { decision: "refuse", code: "not-this-run", flaws };
  const { requester } = announced;
  const asked = { requester, experiment, environment };
  return decideRequest(of, { issue, comments, asked, pins }, context, true);
}

function noRequest(request: string): AloneJudgement {
  return { decision: "refuse", code: "no-request", request };
}
