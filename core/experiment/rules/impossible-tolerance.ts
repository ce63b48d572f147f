import { isMapping, placesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const impossibleTolerance: Rule = {
  code: "impossible-tolerance",
  severity: "error",
  explanation:
    "The `range` of a tolerance bounds what a probe may answer, the lower bound first. The other way round no number fits, so that the hypothesis never holds and the method is never played.",
  example: {
    wrong: `
steady-state-hypothesis:
  title: The shop is quick
  probes:
    - type: probe
      name: milliseconds
      tolerance: { type: range, range: [500, 0], target: body }
      provider: { type: http, url: https://shop.example/latency, timeout: 5 }`,
    right: `
steady-state-hypothesis:
  title: The shop is quick
  probes:
    - type: probe
      name: milliseconds
      tolerance: { type: range, range: [0, 500], target: body }
      provider: { type: http, url: https://shop.example/latency, timeout: 5 }`,
  },
  find: (experiment) =>
    placesOf(experiment).flatMap(({ activity, path }) => {
      const [low, high] = boundsOf(activity["tolerance"]);
      if (typeof low !== "number" || typeof high !== "number" || low <= high)
        return [];
      return {
        message: `no number is at least ${low} and at most ${high}`,
        hint: `write the lower bound first: [${high}, ${low}]`,
        path: [...path, "tolerance"],
      };
    }),
};

/** A list of two bounds a plain number, but lists the statuses that an HTTP answer or a process may have. */
function boundsOf(tolerance: unknown): unknown[] {
  if (!isMapping(tolerance) || tolerance["type"] !== "range") return [];
  const { range } = tolerance;
  return Array.isArray(range) ? range : [];
}
