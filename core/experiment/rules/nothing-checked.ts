import type { Rule } from "../rule.ts";

export const nothingChecked: Rule = {
  code: "nothing-checked",
  severity: "warning",
  explanation:
    'Without a hypothesis, or with one that has no probe, every run "holds", whatever it broke: Chaos Toolkit has nothing to compare, and says that the experiment completed.',
  example: {
    wrong: `
steady-state-hypothesis:
  title: The shop answers
  probes: []`,
    right: `
steady-state-hypothesis:
  title: The shop answers
  probes:
    - type: probe
      name: shop-answers
      tolerance: 200
      provider: { type: http, url: https://shop.example/health, timeout: 5 }`,
  },
  find(experiment) {
    const key = "steady-state-hypothesis";
    const hypothesis = experiment[key];
    const probes = hypothesis?.["probes"];
    if (probes !== undefined && probes.length > 0) return [];
    // One that is of another kind than it should be is a finding already.
    if (hypothesis === undefined && key in experiment) return [];
    return [
      {
        message: "the hypothesis has no probe, so a run can't show anything",
        hint: "add probes with a tolerance to `steady-state-hypothesis`",
        path: hypothesis ? [key] : [],
        part: "key",
        ...(!hypothesis && { missing: key }),
      },
    ];
  },
};
