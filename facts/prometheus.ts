import type { Prometheus } from "../providers/prometheus/prometheus.ts";
import type { Services } from "./services.ts";

/** The Prometheus that the operator set up, or a sentence that says how to set one up. */
export function prometheusOf({
  prometheus,
}: Services):
  { ok: true; prometheus: Prometheus } | { ok: false; reason: string } {
  return prometheus
    ? { ok: true, prometheus }
    : {
        ok: false,
        reason:
          "no Prometheus is set up; whoever operates this app sets PROMETHEUS_URL",
      };
}
