import { quote, quoteAll } from "../../text/quote.ts";
import { touchesOf } from "../blast-radius/activity-touches.ts";
import { aimOf } from "../environment-aim.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const targetOutsideEnvironment: Rule = {
  code: "target-outside-environment",
  severity: "error",
  explanation:
    "The policy names the `namespaces` of each environment, and the experiment acts on one that belongs to none of those that it is written for (by a tag, or by the other namespaces that it names). A namespace that the environment of a run can replace is compared with all of them. Silent where an environment names no namespaces.",
  exampleContext: {
    environments: {
      staging: { namespaces: ["shop-staging"] },
      production: { namespaces: ["shop"] },
    },
  },
  example: {
    wrong: `
tags: [staging]
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop, delete, pod, shop-0]
      timeout: 30`,
    right: `
tags: [staging]
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, delete, pod, shop-0]
      timeout: 30`,
  },
  find(experiment, context) {
    const aim = aimOf(experiment, context, { defaults: false });
    const allowed = {
      text: namespacesOf(aim, context),
      default: namespacesOf(Object.keys(context.environments), context),
    };
    return touchesOf(experiment).flatMap((touch) => {
      if (!touch.known || touch.aspect !== "namespaces") return [];
      const namespaces = allowed[touch.from];
      if (!namespaces || namespaces.includes(touch.value)) return [];
      return {
        message: `the namespace ${quote(touch.value)} belongs to no environment that the experiment is for`,
        hint: `the policy has ${quoteAll(namespaces)} there`,
        path: [...touch.path, "provider"],
      };
    });
  },
};

/** Undefined where it is not known of each environment. */
function namespacesOf(
  names: readonly string[],
  { environments }: RuleContext,
): string[] | undefined {
  const lists = names.map((name) => environments[name]?.namespaces);
  if (lists.length === 0 || lists.includes(undefined)) return undefined;
  return lists.flatMap((list) => list ?? []);
}
