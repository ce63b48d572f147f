import { expectedDuration } from "../policy/rule.ts";
import type { EnvironmentRule, Policy } from "../policy/schema.ts";
import { approvals, type ApprovalsVerdict } from "./approvals/approvals.ts";
import { blastRadius, type BlastRadiusVerdict } from "./blast-radius.ts";
import {
  changeInFlight,
  type ChangeInFlightVerdict,
} from "./change-in-flight.ts";
import { concurrency, type ConcurrencyVerdict } from "./concurrency.ts";
import { errorBudget, type ErrorBudgetVerdict } from "./error-budget.ts";
import {
  experimentValid,
  type ExperimentValidVerdict,
} from "./experiment-valid.ts";
import type { GateFacts } from "./facts.ts";
import { halt, type HaltVerdict } from "./halt/halt.ts";
import { onCall, runFrom, type OnCallVerdict } from "./on-call/on-call.ts";
import {
  recentIncidents,
  type RecentIncidentsVerdict,
} from "./recent-incidents.ts";
import { stagingPassed, type StagingPassedVerdict } from "./staging-passed.ts";
import { steadyState, type SteadyStateVerdict } from "./steady-state.ts";
import { windows, type WindowsVerdict } from "./windows/windows.ts";

/** What any gate says; `gate` and `code` together tell which values there are. */
export type Verdict =
  | HaltVerdict
  | ExperimentValidVerdict
  | ApprovalsVerdict
  | StagingPassedVerdict
  | WindowsVerdict
  | RecentIncidentsVerdict
  | ErrorBudgetVerdict
  | OnCallVerdict
  | SteadyStateVerdict
  | ConcurrencyVerdict
  | BlastRadiusVerdict
  | ChangeInFlightVerdict;

/** Everything that a gate may look at; its settings are in the rule. */
export interface GateInput {
  rule: EnvironmentRule;
  policy: Policy;
  facts: GateFacts;
  now: Date;
}

/** One gate's verdict; undefined where the rule does not ask for it. */
type Gate = (input: GateInput) => Verdict | undefined;

/** All gates, in the order in which their verdicts are shown. */
export const GATES: readonly Gate[] = [
  ({ facts }) => halt(facts),
  ({ facts }) => experimentValid(facts),
  ({ rule: { gates }, facts, now }) =>
    gates.approvals && approvals(gates.approvals, facts, now),
  ({ rule: { gates }, policy, facts, now }) =>
    gates.staging_passed &&
    stagingPassed(
      gates.staging_passed,
      policy.environments[gates.staging_passed.environment]?.workflow,
      facts,
      now,
    ),
  ({ rule: { gates }, policy, facts, now }) =>
    gates.windows && windows(gates.windows, policy.timezone, facts, now),
  ({ rule: { gates }, facts, now }) =>
    gates.recent_incidents &&
    recentIncidents(gates.recent_incidents, facts, now),
  ({ rule: { gates }, facts }) =>
    gates.error_budget && errorBudget(gates.error_budget, facts),
  ({ rule, facts, now }) =>
    rule.gates.on_call &&
    onCall(rule.gates.on_call, facts, runFrom(now, expectedDuration(rule))),
  ({ rule: { gates }, facts }) =>
    gates.steady_state && steadyState(gates.steady_state, facts),
  ({ rule, facts, now }) =>
    rule.gates.concurrency &&
    concurrency(rule.gates.concurrency, rule, facts, now),
  ({ rule, facts }) =>
    rule.gates.blast_radius &&
    blastRadius(rule.gates.blast_radius, rule, facts),
  ({ rule: { gates }, facts, now }) =>
    gates.change_in_flight &&
    changeInFlight(gates.change_in_flight, facts, now),
];
