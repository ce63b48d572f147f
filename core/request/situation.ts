import { ruleFor } from "../policy/rule.ts";
import type { EnvironmentRule } from "../policy/schema.ts";
import { bindApprovals, type BoundApprovals } from "./bind-approvals.ts";
import { readConversation, type Saying } from "./conversation.ts";
import type { RequestObservation } from "./observation.ts";
import type { Pin } from "./request.ts";

/** An observation, and what all parts of a plan read out of it. */
export interface Situation {
  observation: RequestObservation;
  now: Date;
  sayings: Saying[];
  approvals: BoundApprovals;
  /** The pin in force. */
  pin?: Pin;
  /** The rule of the environment that is asked for, where there is one to be read. */
  rule?: EnvironmentRule;
}

export function readSituation(
  observation: RequestObservation,
  now: Date,
): Situation {
  const { record } = observation;
  const sayings = readConversation(observation.comments, record);
  const pin = record.pins.at(-1);
  const rule = readRule(observation);
  return {
    observation,
    now,
    sayings,
    approvals: bindApprovals(sayings, record.answers),
    ...(pin && { pin }),
    ...(rule && { rule }),
  };
}

function readRule({
  ask,
  policy,
}: RequestObservation): EnvironmentRule | undefined {
  if (!ask.ok || policy.state !== "valid") return undefined;
  const found = ruleFor(policy.policy, ask.ask.environment);
  return found.ok ? found.rule : undefined;
}
