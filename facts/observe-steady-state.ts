import { known, unknown, type Fact } from "../core/gate/fact.ts";
import type { Measurement } from "../core/gate/facts.ts";
import { worstOf } from "../core/policy/gates/criterion.ts";
import type { SteadyCriterion } from "../core/policy/gates/steady-state.ts";
import type { Services } from "./services.ts";
import { prometheusOf } from "./prometheus.ts";

/** What each criterion comes to at this moment; each is known or unknown on its own. */
export async function observeSteadyState(
  services: Services,
  criteria: readonly SteadyCriterion[],
  now: Date,
): Promise<Fact<Measurement[]>> {
  const found = prometheusOf(services);
  if (!found.ok) return unknown(found.reason);
  const { prometheus } = found;
  return known(
    await Promise.all(
      criteria.map(async ({ name, query, ...bound }) => {
        const asked = { at: now, worst: worstOf(bound) };
        return { name, value: await prometheus.valueAt(query, asked) };
      }),
    ),
  );
}
