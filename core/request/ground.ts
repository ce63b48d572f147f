import { hasGates, ruleFor } from "../policy/rule.ts";
import type { EnvironmentRule, Policy } from "../policy/schema.ts";
import type {
  ExperimentObservation,
  RequestObservation,
} from "./observation.ts";
import type { Ask } from "./request.ts";
import type { Trouble } from "./status.ts";

/** What a decision stands on, or why there is none to stand on. */
export type Ground =
  | {
      state: "firm";
      ask: Ask;
      policy: Policy;
      rule: EnvironmentRule;
      experiment: Extract<ExperimentObservation, { state: "found" }>;
    }
  /** Somebody has to mend it, or it could not be learned; the request stays open. */
  | { state: "troubled"; trouble: Trouble }
  /** It asks for what can never be. */
  | { state: "refused"; because: string };

/** Looks, step by step, whether there is anything to decide on; the first step that fails is the answer. */
export function readGround(observation: RequestObservation): Ground {
  const { ask, policy, experiment, requesterMayWrite, record } = observation;
  if (!requesterMayWrite.known)
    return unreachable(
      `the permission of ${record.requester}`,
      requesterMayWrite.reason,
    );
  if (!requesterMayWrite.value)
    return refused(
      `${record.requester} may not ask for experiments: that needs write access to this repository.`,
    );
  if (!ask.ok)
    return troubled({ code: "ask-unreadable", problem: ask.problem });
  if (policy.state === "unreachable")
    return unreachable("the policy", policy.reason);
  if (policy.state === "missing") return troubled({ code: "policy-missing" });
  if (policy.state === "invalid") {
    const { commit, diagnostics, inOrganisation } = policy;
    return troubled({
      code: "policy-invalid",
      commit,
      diagnostics,
      ...(inOrganisation && { inOrganisation }),
    });
  }

  const { environment } = ask.ask;
  const found = ruleFor(policy.policy, environment);
  if (!found.ok) return refused(unknownEnvironment(environment, found));
  if (ask.skipValidation && hasGates(found.rule))
    return refused(
      `It asks to skip validation, and ${environment} has gates, which nobody can skip.`,
    );
  if (experiment.state === "unreachable")
    return unreachable("the experiment", experiment.reason);
  if (experiment.state === "unusable")
    return troubled({
      code: "experiment-unusable",
      reason: experiment.reason,
    });
  return {
    state: "firm",
    ask: ask.ask,
    policy: policy.policy,
    rule: found.rule,
    experiment,
  };
}

function unknownEnvironment(
  environment: string,
  { known, suggestion }: { known: string[]; suggestion?: string },
): string {
  const meant = suggestion === undefined ? "" : ` Was ${suggestion} meant?`;
  return `The policy has no environment ${environment}; it has ${known.slice(0, 20).join(", ") || "none"}.${meant}`;
}

function refused(because: string): Ground {
  return { state: "refused", because };
}

function troubled(trouble: Trouble): Ground {
  return { state: "troubled", trouble };
}

function unreachable(what: string, reason: string): Ground {
  return troubled({ code: "unreachable", what, reason });
}
