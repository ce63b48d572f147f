import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import type { ErrorBudget } from "../../../core/gate/facts.ts";
import type { Slo } from "../../../core/policy/schema.ts";
import type { Services } from "../../services.ts";
import { prometheusOf } from "./prometheus.ts";

/** What is left of each objective's error budget; each is known or unknown on its own. */
export async function observeBudgets(
  services: Services,
  slos: Slo[],
  now: Date,
): Promise<Fact<ErrorBudget[]>> {
  const found = prometheusOf(services);
  if (!found.ok) return unknown(found.reason);
  return known(await found.prometheus.errorBudgets(slos, now));
}
