import type { Halt } from "../../../core/gate/facts.ts";
import type { DispatchInput } from "../../../core/workflow/inputs.ts";
import type { Effect } from "../../../core/request/effect.ts";
import type { DispatchResult } from "../../../providers/github/repository.ts";
import type { Dispatch } from "../../store/records.ts";
import type { Applied, Target } from "./apply.ts";
import { announceOverridden } from "./apply-override.ts";
import { audit } from "../audit.ts";
import { providerError } from "../../../facts/learn.ts";
import { findDispatchedRun } from "../../../facts/workflow-run.ts";
import { type PinnedRef, pinnedRef } from "./pinned-ref.ts";
import { haltsNow } from "../halt/standing-halts.ts";

type DispatchEffect = Extract<Effect, { kind: "dispatch" }>;

/**
 * Starts the workflow, once: the intent is written down first, then GitHub is asked, then the run is written down.
 * Where another request got in first, of which the decision did not know, nothing is started.
 * Where GitHub was asked before, its run is looked for first.
 */
export async function applyDispatch(
  effect: DispatchEffect,
  target: Target,
): Promise<Applied> {
  const { issue, context } = target;
  const { store, clock } = context;
  const intent = await intendStart(target);
  if (!intent) return "void";
  if (intent.run) return "unchanged";
  if (intent.attempts > 0 && (await adoptRun(effect, intent, target))) {
    return "changed";
  }
  const pinned = await pinnedRef(effect, intent, target);
  if (pinned.state === "unreviewed") {
    const { commit } = effect.pin;
    const { defaultBranch } = target.observation.repository;
    return refuse(
      `The approved commit ${commit} is not on ${defaultBranch} any more. Open a new request.`,
      target,
    );
  }
  if (pinned.state === "taken") {
    // Whoever made it may be about to ask GitHub: its run gets the time to show.
    await store.countDispatchAttempt(issue, clock());
    return "changed";
  }
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "dispatch",
    data: { ...effect, correlation: intent.correlation },
  });
  await announceOverridden(effect, intent.correlation, target);
  // The last thing before GitHub is asked: what was said since the decision counts too.
  const [halt] = await haltsNow(issue, context);
  if (halt) {
    // Where GitHub was asked before, its run may still be on the tag.
    if (pinned.tag !== undefined && intent.attempts === 0)
      await context.github.deleteTag(pinned.tag);
    return holdBack(halt, target);
  }
  await store.countDispatchAttempt(issue, clock());
  return start(effect, intent, pinned, target);
}

async function refuse(
  because: string,
  { issue, context }: Target,
): Promise<Applied> {
  await context.store.enterPhase(issue, "refused", because, context.clock());
  return "void";
}

/** Starts nothing: the gates are asked again. An intent that GitHub was never asked for is withdrawn. */
export async function holdBack(
  halt: Halt,
  { issue, context }: Target,
): Promise<Applied> {
  const { store, clock } = context;
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "held-back",
    data: { halt },
  });
  if (await store.withdrawIntent(issue)) {
    const because =
      "Experiments were halted at the same moment, so the gates are asked again.";
    await store.enterPhase(issue, "open", because, clock());
  }
  return "void";
}

/**
 * Writes down that a run is started, or goes on, for the request.
 *
 * @returns undefined where another request got in first: the gates are asked again
 */
export async function intendStart({
  issue,
  observation,
  context,
}: Target): Promise<Dispatch | undefined> {
  const { store, clock, randomId } = context;
  const intent = await store.intendDispatch(issue, {
    correlation: randomId(),
    at: clock(),
    known: observation.others,
  });
  if (!intent) {
    const because =
      "Another request was started at the same moment, so the gates are asked again.";
    await store.enterPhase(issue, "open", because, clock());
  }
  return intent;
}

/** Whether the run of an earlier attempt is there. */
async function adoptRun(
  { workflow, pin }: DispatchEffect,
  intent: Dispatch,
  { issue, observation, context }: Target,
): Promise<boolean> {
  const { defaultBranch: branch } = observation.repository;
  const run = await findDispatchedRun(context.github, intent, {
    workflow,
    branch,
    issue: issue.issue,
    commit: pin.commit,
  });
  if (!run) return false;
  await context.store.recordDispatchedRun(issue, run);
  return true;
}

async function start(
  effect: DispatchEffect,
  { correlation }: Dispatch,
  { ref }: Extract<PinnedRef, { state: "pinned" }>,
  target: Target,
): Promise<Applied> {
  const { issue, context } = target;
  const { ask, pin, workflow } = effect;
  const inputs: Record<DispatchInput, string> = {
    experiment: ask.experiment,
    environment: ask.environment,
    skip_validation: "false",
    request: String(issue.issue),
    correlation,
    digest: pin.digest,
    commit: pin.commit,
  };
  let result: DispatchResult;
  try {
    result = await context.github.dispatch(workflow, ref, inputs);
  } catch (error) {
    const refusal = providerError(error);
    // Where the answer is a plain no, nothing runs, and asking again gives the same answer.
    if (refusal.retryable) throw refusal;
    return refuse(
      `GitHub refuses to start ${workflow}: ${refusal.message}. Have that mended, then open a new request.`,
      target,
    );
  }
  if (result.runId !== undefined) {
    const { runId: id, url } = result;
    await context.store.recordDispatchedRun(issue, { id, url });
  }
  return "changed";
}
