import { checksOf } from "../policy/checks.ts";
import { DEFAULT_PATHS } from "../policy/schema.ts";
import type { BasePolicy } from "./facts.ts";

/** What of a policy the check of a pull request goes by, as text that can be compared. */
export interface Yardstick {
  /** Which files bear on experiments. */
  places: string;
  /** How these are judged. */
  rules: string;
}

/** Where a policy has experiments and the workflows that run them. */
export function placesOf(base: BasePolicy): {
  paths: readonly string[];
  workflows: ReadonlySet<string>;
} {
  if (base.state !== "valid")
    return { paths: DEFAULT_PATHS, workflows: new Set() };
  const { experiments, environments } = base.policy;
  return {
    paths: experiments.paths,
    workflows: new Set(
      Object.values(environments).map(
        ({ workflow }) => `.github/workflows/${workflow}`,
      ),
    ),
  };
}

/** Most changes of a policy leave it as it is: who approves, and when, is of no account here. */
export function yardstickOf(base: BasePolicy): Yardstick {
  const { paths, workflows } = placesOf(base);
  const { environments = {}, rules } =
    base.state === "valid" ? checksOf(base.policy) : {};
  const targets = Object.entries(environments).map(
    ([name, { namespaces, hosts }]) => [name, namespaces, hosts],
  );
  return {
    places: JSON.stringify([base.state, paths, [...workflows]]),
    rules: JSON.stringify([rules, targets]),
  };
}
