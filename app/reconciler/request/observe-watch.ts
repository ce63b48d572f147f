import { unknown } from "../../../core/gate/fact.ts";
import type { EnvironmentRule } from "../../../core/policy/schema.ts";
import { nearestToStop, stopQuery } from "../../../core/policy/stop-when.ts";
import type { RunObservation } from "../../../core/request/observation.ts";
import type { StopReading } from "../../../core/request/watch.ts";
import type { LookContext } from "../context.ts";
import { prometheusOf } from "../../../facts/prometheus.ts";

/** What the criteria that would stop a run come to now, while it is under way. */
export async function observeWatch(
  { services, clock }: Pick<LookContext, "services" | "clock">,
  observed: RunObservation,
  rule: EnvironmentRule | undefined,
): Promise<StopReading[]> {
  if (observed.state !== "found" || observed.run.status === "completed")
    return [];
  const at = clock();
  const found = prometheusOf(services);
  return Promise.all(
    (rule?.stop_when ?? []).map(async (criterion): Promise<StopReading> => {
      if (!found.ok) return { criterion, value: unknown(found.reason) };
      const value = await found.prometheus.valueAt(stopQuery(criterion), {
        at,
        worst: nearestToStop(criterion),
      });
      return { criterion, value };
    }),
  );
}
