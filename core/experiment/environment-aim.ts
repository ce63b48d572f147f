import { touchesOf } from "./blast-radius/activity-touches.ts";
import type { Outline } from "./outline.ts";
import type { RuleContext } from "./rule.ts";

/**
 * The environments that an experiment is written for: those that its tags name, or else those whose namespaces it
 * names, or else all that there are.
 *
 * @param defaults whether a namespace counts that the environment of a run can replace
 */
export function aimOf(
  experiment: Outline,
  { environments }: RuleContext,
  { defaults }: { defaults: boolean },
): string[] {
  const all = Object.keys(environments);
  const tagged = all.filter((name) => experiment.tags?.includes(name));
  if (tagged.length > 0) return tagged;
  const namespaces = touchesOf(experiment).flatMap((touch) =>
    touch.known &&
    touch.aspect === "namespaces" &&
    (defaults || touch.from === "text")
      ? [touch.value]
      : [],
  );
  const touched = all.filter((name) =>
    environments[name]?.namespaces?.some((one) => namespaces.includes(one)),
  );
  return touched.length > 0 ? touched : all;
}

/** Whether an environment is the one that customers see: `production`, `prod-eu`, `shop_prod`. */
export function isProduction(environment: string): boolean {
  return /(?:^|[-_])prod(?:uction)?(?:[-_]|$)/.test(environment);
}
