import { placesOf } from "../place.ts";
import type { Rule } from "../rule.ts";
import type { Tolerance } from "../tolerance.ts";

/** Two numbers bound what a probe may answer, the lower one first; the other way round, no answer fits. */
export const impossibleTolerance: Rule = {
  code: "impossible-tolerance",
  find(experiment) {
    return placesOf(experiment).flatMap(({ activity, path }) => {
      const [low, high] = boundsOf(activity.tolerance);
      if (low === undefined || high === undefined || low <= high) return [];
      return {
        severity: "error",
        message: `no number is at least ${low} and at most ${high}`,
        hint: `write the lower bound first: [${high}, ${low}]`,
        path: [...path, "tolerance"],
      };
    });
  },
};

/** A list of two bounds a plain number, but lists the statuses that an HTTP answer or a process may have. */
function boundsOf(tolerance: Tolerance | undefined): number[] {
  if (typeof tolerance !== "object" || Array.isArray(tolerance)) return [];
  return tolerance.type === "range" ? tolerance.range : [];
}
