import {
  createPrometheus,
  type Prometheus,
} from "../providers/prometheus/prometheus.ts";
import type { Surroundings } from "../providers/surroundings.ts";
import type { Settings } from "./settings.ts";

/**
 * The services that the operator set up; one that is absent is not. They live as long as the process, because each
 * remembers its last answers, its failures and its limits.
 */
export interface Services {
  prometheus?: Prometheus;
}

export function createServices(
  settings: Settings,
  surroundings: Surroundings,
): Services {
  const { prometheusUrl, prometheusToken } = settings;
  return {
    ...(prometheusUrl !== undefined && {
      prometheus: createPrometheus(
        {
          url: prometheusUrl,
          ...(prometheusToken !== undefined && { token: prometheusToken }),
        },
        surroundings,
      ),
    }),
  };
}
