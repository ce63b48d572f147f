import { known, unknown, type Fact } from "../../core/gate/fact.ts";
import type { ErrorBudget } from "../../core/gate/facts.ts";
import type { Slo } from "../../core/policy/schema.ts";
import { createPrometheus } from "../../providers/prometheus/prometheus.ts";
import type { Settings } from "../settings.ts";

/** What is left of each objective's error budget; each is known or unknown on its own. */
export async function observeBudgets(
  { prometheusUrl, prometheusToken }: Settings,
  slos: Slo[],
  now: Date,
): Promise<Fact<ErrorBudget[]>> {
  if (prometheusUrl === undefined) {
    return unknown(
      "no Prometheus is set up; whoever operates this app sets PROMETHEUS_URL",
    );
  }
  const prometheus = createPrometheus({
    url: prometheusUrl,
    ...(prometheusToken === undefined ? {} : { token: prometheusToken }),
  });
  return known(await prometheus.errorBudgets(slos, now));
}
