import {
  createPrometheus,
  type Prometheus,
} from "../../../providers/prometheus/prometheus.ts";
import type { Settings } from "../../settings.ts";

/** The Prometheus that the operator set up, or a sentence that says how to set one up. */
export function prometheusOf({
  prometheusUrl,
  prometheusToken,
}: Settings):
  { ok: true; prometheus: Prometheus } | { ok: false; reason: string } {
  if (prometheusUrl === undefined) {
    return {
      ok: false,
      reason:
        "no Prometheus is set up; whoever operates this app sets PROMETHEUS_URL",
    };
  }
  const prometheus = createPrometheus({
    url: prometheusUrl,
    ...(prometheusToken === undefined ? {} : { token: prometheusToken }),
  });
  return { ok: true, prometheus };
}
