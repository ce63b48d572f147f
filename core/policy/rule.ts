import { suggest } from "../text/suggest.ts";
import type { EnvironmentRule, Policy } from "./schema.ts";

export type RuleLookup =
  | { ok: true; rule: EnvironmentRule }
  | { ok: false; known: string[]; suggestion?: string };

/** The rule that covers an environment; where there is none, the environments that there are. */
export function ruleFor(policy: Policy, environment: string): RuleLookup {
  // An environment may be called `constructor`; only what the policy itself names counts.
  const rule = Object.hasOwn(policy.environments, environment)
    ? policy.environments[environment]
    : undefined;
  if (rule) return { ok: true, rule };
  const known = Object.keys(policy.environments);
  const suggestion = suggest(environment, known);
  return { ok: false, known, ...(suggestion !== undefined && { suggestion }) };
}

const EXPECTED_DURATION = 15 * 60_000;

/** How long a run is expected to take, in milliseconds. */
export function expectedDuration({
  gates,
}: Pick<EnvironmentRule, "gates">): number {
  return gates.windows?.expected_duration ?? EXPECTED_DURATION;
}

/** Whether anything has to hold in the environment at all, besides that the experiment is valid. */
export function hasGates({ gates }: EnvironmentRule): boolean {
  return Object.values(gates).some((gate) => gate !== undefined);
}
