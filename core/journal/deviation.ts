import { count, type JudgeRule, sentence } from "./judgement.ts";
import { culpritPath } from "./words.ts";

/* What became of the steady state. */

export const deviated: JudgeRule = (
  { deviated: said, steady_states },
  words,
) => {
  const after = steady_states?.after;
  if (said !== true && after?.steady_state_met !== false) return undefined;
  return {
    verdict: "deviated",
    reason: sentence(
      `the steady state was not met after the method${words.culprit(after)}`,
    ),
    evidence: after
      ? ["steady_states", "after", ...culpritPath(after)]
      : ["deviated"],
  };
};

/** Out of tolerance in between counts even where it came back; so does a look that found nothing out. */
export const deviatedDuring: JudgeRule = ({ steady_states }, words) => {
  const looks = steady_states?.during ?? [];
  const unmet = looks.filter((look) => look.steady_state_met !== true);
  const [first] = unmet;
  if (!first) return undefined;
  const index = looks.indexOf(first);
  return {
    verdict: "deviated-during",
    reason: sentence(
      `the steady state was not met in ${unmet.length} of ${count(looks.length, "look")} during the method${words.culprit(first)}`,
    ),
    evidence: ["steady_states", "during", index, ...culpritPath(first)],
  };
};

/** A hypothesis was declared, and nobody looked again once the method had begun. */
export const unproven: JudgeRule = ({ experiment, steady_states }) => {
  const declared = experiment["steady-state-hypothesis"]?.probes ?? [];
  if (declared.length === 0) return undefined;
  if (steady_states?.after?.steady_state_met === true) return undefined;
  if (!steady_states?.after && (steady_states?.during ?? []).length > 0)
    return undefined;
  return {
    verdict: "failed",
    reason:
      "Nothing shows that the steady state held: it was not found out after the method, nor during it.",
    evidence: ["steady_states", "after"],
  };
};
