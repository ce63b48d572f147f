import type { GateFacts } from "../../core/gate/facts.ts";
import type { RuleLookup } from "../../core/policy/rule.ts";
import type { EnvironmentRule, Policy } from "../../core/policy/schema.ts";
import type { Observed } from "../../core/render/explain.ts";
import { quote, quoteAll } from "../../core/text/quote.ts";

/** What the gates are asked about, or only messages that say why they can't be. */
export type Question =
  | {
      ok: true;
      /** What to call the experiment: its name, or its file. */
      experiment: string;
      environment: string;
      rule: EnvironmentRule;
      policy: Policy;
      facts: GateFacts;
      /** Where and when the facts were looked up; absent where they are from files. */
      observed?: Observed;
      messages: string[];
    }
  | { ok: false; messages: string[] };

export function describeNoRule(
  environment: string,
  { known: names, suggestion }: Extract<RuleLookup, { ok: false }>,
): string {
  const hint =
    suggestion === undefined
      ? `it has ${quoteAll(names, "and")}`
      : `did you mean ${quote(suggestion)}?`;
  return `the policy has no environment ${quote(environment)}; ${hint}`;
}
