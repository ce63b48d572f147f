import { activityFailed, rollbackFailed } from "./activities.ts";
import { deviated, deviatedDuring, unproven } from "./deviation.ts";
import { dry, endedEarly, notRun } from "./ending.ts";
import {
  count,
  type Judgement,
  type JudgeRule,
  sentence,
} from "./judgement.ts";
import { redactor } from "./redaction.ts";
import type { Journal } from "./schema.ts";
import { wordsFor } from "./words.ts";

/** The first that applies is the verdict; where none does, the run held. */
const RULES: JudgeRule[] = [
  dry,
  notRun,
  endedEarly,
  deviated,
  deviatedDuring,
  activityFailed,
  rollbackFailed,
  unproven,
];

/**
 * Judges a run by its whole journal, for Chaos Toolkit's exit code and status call four kinds of failure a success.
 *
 * `held` needs the steady state to be met at the last look: after the method, or during it where the hypothesis's
 * strategy leaves out the look after it. A run that declares a hypothesis and never looked once the method had begun
 * shows nothing and is `failed`. A run that declares none can hold; its reason says that nothing was checked.
 */
export function judge(journal: Journal): Judgement {
  const words = wordsFor(redactor(journal.experiment.secrets));
  for (const rule of RULES) {
    const judgement = rule(journal, words);
    if (judgement) return judgement;
  }
  return held(journal);
}

function held({ steady_states, run, rollbacks }: Journal): Judgement {
  const played = `${count(run?.length ?? 0, "activity", "activities")} and ${count(rollbacks?.length ?? 0, "rollback")} succeeded`;
  const { before, after } = steady_states ?? {};
  const during = steady_states?.during ?? [];
  const looks = [
    ...(before ? ["before"] : []),
    ...(during.length > 0 ? ["during"] : []),
    ...(after ? ["after"] : []),
  ];
  return {
    verdict: "held",
    reason: sentence(
      looks.length > 0
        ? `the steady state was met ${looks.join(" and ")} the method; ${played}`
        : `the experiment declares no steady state, so nothing was checked; ${played}`,
    ),
    evidence: ["steady_states", ...looks.slice(-1)],
  };
}
