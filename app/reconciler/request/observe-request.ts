import { noFacts } from "../../../core/gate/facts.ts";
import type { EnvironmentRule, Policy } from "../../../core/policy/schema.ts";
import { ruleFor } from "../../../core/policy/rule.ts";
import { parseRequestForm } from "../../../core/request/form.ts";
import type {
  ExperimentObservation,
  PolicyObservation,
  RequestObservation,
  RequestRecord,
} from "../../../core/request/observation.ts";
import type { Issue } from "../../../providers/github/repository.ts";
import type { IssueRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { observeExperiment } from "../../../facts/observe-experiment.ts";
import { observeFacts } from "../../../facts/observe-facts.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";
import { withStanding } from "../halt/standing-halts.ts";
import { observeHeld } from "./observe-held.ts";
import { observeRun } from "./observe-run.ts";
import { observeWatch } from "./observe-watch.ts";
import { observePermission } from "../../../facts/permission.ts";

/**
 * Reads the whole truth about one request. What can't be learned is said so in its place.
 *
 * @throws ProviderError where not even the issue, its comments or the default branch can be read
 */
export async function observeRequest(
  request: IssueRef,
  issue: Issue,
  record: RequestRecord,
  context: LookContext,
): Promise<RequestObservation> {
  const { github, memory } = context;
  const headed = github.head().then(async (at) => ({
    ...at,
    policy: await observePolicy(github, at.commit, memory),
  }));
  // Other dispatches are read before the facts, which are to know of all of them.
  const [
    { branch, commit: head, policy },
    comments,
    ask,
    held,
    others,
    standing,
    requesterMayWrite,
  ] = await Promise.all([
    headed,
    github.comments(issue.number),
    observeAsk(request, issue, context),
    observeHeld(request, record, context),
    context.store.otherDispatches(request),
    context.store.standingHalts(request),
    observePermission(context.github, record.requester),
  ]);
  const covered = ask.ok ? ruleOf(policy, ask.ask.environment) : undefined;
  const reading: Promise<ExperimentObservation> =
    ask.ok && policy.state === "valid"
      ? observeExperiment(
          github,
          held?.state === "waiting" ? held.commit : head,
          policy.policy,
          ask.ask.experiment,
          memory,
        )
      : Promise.resolve({
          state: "unreachable",
          reason: "the policy or the request can't be read",
        });
  const observingRun = observeRun(
    context,
    request,
    covered && { workflow: covered.rule.workflow, branch },
    record,
  );
  const [experiment, facts, run, watch] = await Promise.all([
    reading,
    covered && ask.ok
      ? observeFacts(
          {
            repository: request,
            ask: ask.ask,
            experiment: reading,
            branch,
            head,
            others,
            own: record.dispatch?.correlation,
            held: record.holds?.run,
            ...covered,
          },
          { ...context, history: context.store },
        )
      : noFacts("no rule of the policy covers the request"),
    observingRun,
    observingRun.then((seen) => observeWatch(context, seen, covered?.rule)),
  ]);
  return {
    repository: {
      owner: github.owner,
      name: github.name,
      defaultBranch: branch,
    },
    issue: { number: issue.number, open: issue.open, url: issue.url },
    record,
    ask,
    requesterMayWrite,
    policy,
    head,
    experiment,
    comments,
    facts: { ...facts, halts: withStanding(facts.halts, standing) },
    others: others.map(({ issue: number }) => number),
    run,
    ...(held && { held }),
    watch,
  };
}

/**
 * What the request asks for. The first reading stands: whoever may edit issues could else have somebody ask for what
 * they never asked for, and approve it.
 */
async function observeAsk(
  request: IssueRef,
  { body }: Issue,
  { store }: LookContext,
): Promise<RequestObservation["ask"]> {
  const form = parseRequestForm(body);
  if (!form.ok) return form;
  const { ask, skipValidation } = form;
  const { experiment, environment } = ask;
  const first = await store.rememberAsk(request, { experiment, environment });
  if (first.experiment === experiment && first.environment === environment) {
    return { ok: true, ask, skipValidation };
  }
  return {
    ok: false,
    problem: `It asked for ${first.experiment} in ${first.environment} and was edited since. Write that back, or open a new request for anything else.`,
  };
}

function ruleOf(
  policy: PolicyObservation,
  environment: string,
): { policy: Policy; rule: EnvironmentRule } | undefined {
  if (policy.state !== "valid") return undefined;
  const found = ruleFor(policy.policy, environment);
  return found.ok ? { policy: policy.policy, rule: found.rule } : undefined;
}
