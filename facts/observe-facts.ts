import { known, NOT_ASKED_FOR, unknown, type Fact } from "../core/gate/fact.ts";
import type { ExperimentCheck, GateFacts } from "../core/gate/facts.ts";
import type { EnvironmentRule, Policy } from "../core/policy/schema.ts";
import type { ExperimentObservation } from "../core/request/observation.ts";
import type { Ask } from "../core/request/request.ts";
import type { StartedRun } from "./run-history.ts";
import type { FactsContext } from "./context.ts";
import { observeCalendars } from "./observe-calendars.ts";
import { observeBudgets } from "./observe-budgets.ts";
import { observeChaosRuns } from "./observe-chaos-runs.ts";
import { observeDeployments } from "./observe-deployments.ts";
import { observeDuty } from "./observe-duty.ts";
import { observeHalts } from "./observe-halts.ts";
import { observeIncidents } from "./observe-incidents.ts";
import { observeStagingRuns } from "./observe-staging.ts";
import { observeSteadyState } from "./observe-steady-state.ts";

const NOT_ASKED = unknown(NOT_ASKED_FOR);
/** The plan reads it out of the record and the comments. */
const FROM_THE_CONVERSATION = unknown("it follows from the conversation");

/** What the facts are about. */
interface Subject {
  repository: { owner: string; repo: string };
  policy: Policy;
  rule: EnvironmentRule;
  ask: Ask;
  /** Still being read, perhaps: what does not need it is asked meanwhile. */
  experiment: Promise<ExperimentObservation>;
  /** The default branch and the commit it points to. */
  branch: string;
  head: string;
  /** The dispatches of all other requests that are not over. */
  others: readonly StartedRun[];
  /** The correlation of its own dispatch, where it was made already. */
  own: string | undefined;
  /** The run that waits for it, where one does. */
  held?: number | undefined;
}

/** Everything that the rule's gates decide on; each fact is known or unknown on its own. */
export async function observeFacts(
  subject: Subject,
  context: FactsContext,
): Promise<GateFacts> {
  const { history, services, clock } = context;
  const { repository, policy, rule, experiment } = subject;
  const { experiment: name, environment } = subject.ask;
  const { gates } = rule;
  const now = clock();
  const [
    check,
    halts,
    { holders, onCall },
    stagingRuns,
    incidents,
    errorBudgets,
    steadyState,
    chaosRuns,
    deployments,
    calendars,
  ] = await Promise.all([
    experiment.then((read) => experimentCheck(read, now)),
    observeHalts(context.github, now),
    observeDuty(context, { policy, rule, commit: subject.head }, now),
    gates.staging_passed
      ? observeStagingRuns(
          history,
          repository,
          gates.staging_passed.environment,
          experiment,
          now,
        )
      : NOT_ASKED,
    gates.recent_incidents
      ? observeIncidents(context, gates.recent_incidents, now)
      : NOT_ASKED,
    gates.error_budget
      ? observeBudgets(context, gates.error_budget.slos, subject.head, now)
      : NOT_ASKED,
    gates.steady_state
      ? observeSteadyState(services, gates.steady_state, now)
      : NOT_ASKED,
    gates.concurrency
      ? observeChaosRuns(
          { ...subject, environment, cooldown: gates.concurrency.cooldown },
          context,
          now,
        )
      : NOT_ASKED,
    gates.change_in_flight
      ? observeDeployments(
          gates.change_in_flight,
          { policy, environment },
          context,
          now,
        )
      : NOT_ASKED,
    gates.windows
      ? observeCalendars(
          gates.windows,
          { commit: subject.head, zone: policy.timezone, now },
          context,
        )
      : NOT_ASKED,
  ]);
  return {
    halts,
    ask: known({ experiment: name, environment }),
    experiment: check,
    request: FROM_THE_CONVERSATION,
    holders,
    approvals: FROM_THE_CONVERSATION,
    overrides: FROM_THE_CONVERSATION,
    stagingRuns,
    incidents,
    errorBudgets,
    onCall,
    steadyState,
    chaosRuns,
    deployments,
    calendars,
  };
}

function experimentCheck(
  experiment: ExperimentObservation,
  at: Date,
): Fact<ExperimentCheck> {
  if (experiment.state !== "found") return unknown(experiment.reason);
  const { digest, path } = experiment;
  const errors = experiment.diagnostics.filter(
    ({ severity }) => severity === "error",
  );
  const [first] = errors;
  return known(
    {
      digest,
      errors: errors.length,
      ...(experiment.radius && { radius: experiment.radius }),
      ...(first ? { firstError: `${first.message} (line ${first.line})` } : {}),
    },
    { source: "github", at, query: path, answer: digest },
  );
}
