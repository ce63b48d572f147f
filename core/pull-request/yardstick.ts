import { checksOf } from "../policy/checks.ts";
import { DEFAULT_PATHS } from "../policy/schema.ts";
import type { BasePolicy } from "./facts.ts";
import { namedFiles } from "./named-files.ts";

/** What of a policy the check of a pull request goes by, as text that can be compared. */
export interface Yardstick {
  /** Which files bear on experiments. */
  places: string;
  /** How these are judged. */
  rules: string;
}

/** Where a policy has experiments. */
export function experimentPaths(base: BasePolicy): readonly string[] {
  return base.state === "valid" ? base.policy.experiments.paths : DEFAULT_PATHS;
}

/** Most changes of a policy leave it as it is: who approves, and when, is of no account here. */
export function yardstickOf(base: BasePolicy): Yardstick {
  const { environments = {}, rules } =
    base.state === "valid" ? checksOf(base.policy) : {};
  const targets = Object.entries(environments).map(
    ([name, { namespaces, hosts }]) => [name, namespaces, hosts],
  );
  return {
    places: JSON.stringify([
      base.state,
      experimentPaths(base),
      [...namedFiles(base)],
    ]),
    rules: JSON.stringify([rules, targets]),
  };
}
