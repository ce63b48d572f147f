import type { Checks } from "../experiment/rule.ts";
import type { Policy } from "./schema.ts";

/** What a policy says about the checking of experiments. */
export function checksOf({ environments, experiments }: Policy): Checks {
  return { environments, rules: experiments.rules };
}
