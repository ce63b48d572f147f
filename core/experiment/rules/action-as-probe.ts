import { quote } from "../../text/quote.ts";
import { writtenPlacesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const actionAsProbe: Rule = {
  code: "action-as-probe",
  severity: "error",
  explanation:
    "The hypothesis is looked at before and after the method, and again and again with the strategy `continuously`. Chaos Toolkit plays an action that stands there like any probe, so that merely looking at the system changes it.",
  example: {
    wrong: `
steady-state-hypothesis:
  title: The shop answers
  probes:
    - type: action
      name: shop-answers
      tolerance: 200
      provider: { type: http, url: https://shop.example/health, timeout: 5 }`,
    right: `
steady-state-hypothesis:
  title: The shop answers
  probes:
    - type: probe
      name: shop-answers
      tolerance: 200
      provider: { type: http, url: https://shop.example/health, timeout: 5 }`,
  },
  find: (experiment) =>
    writtenPlacesOf(experiment)
      .filter(
        ({ section, activity }) =>
          section === "steady-state-hypothesis" && activity.type === "action",
      )
      .map(({ activity, path }) => ({
        message: `the hypothesis would act on the system: ${quote(activity.name)} is an action`,
        hint: "move it to the method, or make it a probe",
        path: [...path, "type"],
      })),
};
