import type { BreakerState } from "./circuit-breaker.ts";

/** How many requests below /api/ were answered since the start, and how many of them with 500 or above. */
export interface Figures {
  requests: number;
  errors: number;
}

/** The figures in Prometheus's text format. */
export function exposition(
  { requests, errors }: Figures,
  breaker: BreakerState,
): string {
  return [
    `http_requests_total{status="200"} ${requests - errors}`,
    `http_requests_total{status="503"} ${errors}`,
    `circuit_breaker_state{service="warehouse"} ${breaker === "closed" ? 0 : 1}`,
    "",
  ].join("\n");
}
