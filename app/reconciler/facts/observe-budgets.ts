import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import type { ErrorBudget } from "../../../core/gate/facts.ts";
import type { Slo } from "../../../core/policy/schema.ts";
import type { Settings } from "../../settings.ts";
import { prometheusOf } from "./prometheus.ts";

/** What is left of each objective's error budget; each is known or unknown on its own. */
export async function observeBudgets(
  settings: Settings,
  slos: Slo[],
  now: Date,
): Promise<Fact<ErrorBudget[]>> {
  const found = prometheusOf(settings);
  if (!found.ok) return unknown(found.reason);
  return known(await found.prometheus.errorBudgets(slos, now));
}
