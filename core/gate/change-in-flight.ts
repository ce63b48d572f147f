import type { Gates } from "../policy/schema.ts";
import type { Deployment, GateFacts } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "change_in_flight";
type Gate = typeof GATE;

export type ChangeInFlightSettings = NonNullable<Gates["change_in_flight"]>;

export type ChangeInFlightVerdict =
  | VerdictOf<Gate, "pass", "quiet", { environments: readonly string[] }>
  | VerdictOf<Gate, "wait", "deploying", { deployments: Deployment[] }>
  | NotKnown<Gate>;

/** Nothing is being deployed to the policy's environments. */
export function changeInFlight(
  { environments: named, within }: ChangeInFlightSettings,
  facts: Pick<GateFacts, "ask" | "deployments">,
  now: Date,
): ChangeInFlightVerdict {
  const { ask, deployments: observed } = facts;
  const { evidence } = observed;
  if (!ask.known) return notKnown(GATE, ask.reason, ask.evidence);
  if (!observed.known) return notKnown(GATE, observed.reason, evidence);

  const environments = named ?? [ask.value.environment];
  // GitHub takes names of environments that differ in case for the same one.
  const meant = new Set(environments.map((name) => name.toLowerCase()));
  const deployments = observed.value.filter(
    ({ environment, startedAt }) =>
      meant.has(environment.toLowerCase()) &&
      !(now.getTime() - startedAt.getTime() > within),
  );
  if (deployments.length > 0)
    return {
      gate: GATE,
      status: "wait",
      code: "deploying",
      values: { deployments },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "quiet",
    values: { environments },
    evidence,
  };
}
