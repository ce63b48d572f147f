import type { GateFacts } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "experiment_valid";
type Gate = typeof GATE;

export type ExperimentValidVerdict =
  | VerdictOf<Gate, "pass", "valid", { digest: string }>
  | VerdictOf<
      Gate,
      "fail",
      "invalid",
      { digest: string; errors: number; firstError?: string }
    >
  /** The file is another one than the request pins. */
  | VerdictOf<Gate, "fail", "changed", { digest: string; requested: string }>
  | NotKnown<Gate>;

/** The experiment has no errors, and is still the one that was asked for. */
export function experimentValid(
  facts: Pick<GateFacts, "experiment" | "request">,
): ExperimentValidVerdict {
  const { experiment, request } = facts;
  if (!experiment.known)
    return notKnown(GATE, experiment.reason, experiment.evidence);

  const { digest, errors, firstError } = experiment.value;
  if (errors > 0) {
    const first = firstError === undefined ? {} : { firstError };
    return {
      gate: GATE,
      status: "fail",
      code: "invalid",
      values: { digest, errors, ...first },
      evidence: experiment.evidence,
    };
  }
  if (request.known && request.value.digest !== digest) {
    return {
      gate: GATE,
      status: "fail",
      code: "changed",
      values: { digest, requested: request.value.digest },
      evidence: [...experiment.evidence, ...request.evidence],
    };
  }
  return {
    gate: GATE,
    status: "pass",
    code: "valid",
    values: { digest },
    evidence: experiment.evidence,
  };
}
