import { writtenPlacesOf } from "../outline.ts";
import type { Rule } from "../rule.ts";

export const activityTimeout: Rule = {
  code: "activity-timeout",
  severity: "warning",
  explanation:
    "Chaos Toolkit checks that an activity's own `timeout` is a number, and then never looks at it again. Only the provider's `timeout` ends anything, and only for `http` and `process`.",
  example: {
    wrong: `
method:
  - type: action
    name: restart-the-shop
    timeout: 30
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, rollout, restart, deployment/shop]`,
    right: `
method:
  - type: action
    name: restart-the-shop
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, rollout, restart, deployment/shop]
      timeout: 30`,
  },
  find: (experiment) =>
    writtenPlacesOf(experiment)
      .filter(({ activity }) => typeof activity["timeout"] === "number")
      .map(({ activity, path }) => ({
        message: "nothing ends an activity at its own `timeout`",
        hint:
          activity.provider?.type === "python"
            ? "remove it; where the function takes a timeout, pass it as an argument"
            : "move it into `provider`",
        path: [...path, "timeout"],
        part: "key",
      })),
};
