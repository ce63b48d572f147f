import { quote } from "../../text/quote.ts";
import { touchesOf } from "../blast-radius/activity-touches.ts";
import type { Touch } from "../blast-radius/touch.ts";
import type { Rule } from "../rule.ts";

export const selectsEverything: Rule = {
  code: "selects-everything",
  severity: "warning",
  explanation:
    "The target is chosen among all pods, nodes or other objects that there are: `--all`, `--all-namespaces`, or an action of chaosk8s without name and selector. What it hits is a matter of chance, or everything at once, also what others run in the same place.",
  example: {
    wrong: `
method:
  - type: action
    name: kill-a-pod
    provider:
      type: python
      module: chaosk8s.pod.actions
      func: terminate_pods
      arguments: { ns: shop-staging, qty: 1 }`,
    right: `
method:
  - type: action
    name: kill-a-pod
    provider:
      type: python
      module: chaosk8s.pod.actions
      func: terminate_pods
      arguments: { ns: shop-staging, label_selector: app=shop, qty: 1 }`,
  },
  find: (experiment) =>
    touchesOf(experiment)
      .filter(({ section }) => section === "method")
      .flatMap((touch) => {
        const everything = everythingIn(touch);
        if (everything === undefined) return [];
        return {
          message: `this reaches for ${everything}`,
          hint: "name the target, or select it by labels",
          path: [...touch.path, "provider"],
        };
      }),
};

function everythingIn(touch: Touch): string | undefined {
  if (!touch.known)
    return touch.why === "all-namespaces" ? "every namespace" : undefined;
  if (touch.aspect !== "workloads") return undefined;
  const match = /^(?<kind>[^/[]*)(?:\/\*|\/~(?:\.\*|\^?\$?)|\[\])$/.exec(
    touch.value,
  );
  return match ? `every ${quote(match.groups?.["kind"])}` : undefined;
}
