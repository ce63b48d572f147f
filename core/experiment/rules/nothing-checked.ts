import type { Rule } from "../rule.ts";

/** Without probes in the hypothesis, every run "holds", whatever it broke. */
export const nothingChecked: Rule = {
  code: "nothing-checked",
  find(experiment) {
    const hypothesis = experiment["steady-state-hypothesis"];
    if (hypothesis?.probes && hypothesis.probes.length > 0) return [];
    return [
      {
        severity: "warning",
        message: "the hypothesis has no probe, so a run can't show anything",
        hint: "add probes with a tolerance to `steady-state-hypothesis`",
        path: hypothesis ? ["steady-state-hypothesis"] : [],
        part: "key",
      },
    ];
  },
};
