import type { AskableSlo } from "../../core/policy/gates/error-budget.ts";

/** What is asked about one objective, as PromQL. */
export interface BudgetQuestions {
  /** The remaining error budget as a ratio: 1 is untouched, below 0 overspent. */
  remaining: string;
  /** How many times as fast as evenly it is spent. */
  burnRate?: string;
  /** How many seconds old the oldest of its samples is, by Prometheus's own clock. */
  age?: string;
}

/**
 * Sources: Sloth's recording rules `slo:period_error_budget_remaining:ratio` and `slo:current_burn_rate:ratio`; Pyrra's
 * generic rules `pyrra_availability`, `pyrra_objective`, `pyrra_errors_total` and `pyrra_requests_total`, with
 * remaining = (SLI − SLO) / (1 − SLO).
 */
export function budgetQuestions(slo: AskableSlo): BudgetQuestions {
  if ("sloth" in slo) {
    const labels = `{sloth_service=${quote(slo.sloth)}}`;
    const remaining = `slo:period_error_budget_remaining:ratio${labels}`;
    return {
      remaining,
      burnRate: `slo:current_burn_rate:ratio${labels}`,
      age: ageOf(remaining),
    };
  }
  if ("pyrra" in slo) {
    const labels = `{slo=${quote(slo.pyrra)}}`;
    const objective = `pyrra_objective${labels}`;
    const hourly = (metric: string) => `sum(rate(${metric}${labels}[1h]))`;
    return {
      remaining: `(pyrra_availability${labels} - ${objective}) / (1 - ${objective})`,
      burnRate: `${hourly("pyrra_errors_total")} / ${hourly("pyrra_requests_total")} / (1 - max(${objective}))`,
      age: ageOf(`pyrra_availability${labels}`),
    };
  }
  const { query, burn_rate: burnRate, series } = slo;
  return {
    remaining: query,
    ...(burnRate !== undefined && { burnRate }),
    ...(series !== undefined && { age: ageOf(series) }),
  };
}

function ageOf(series: string): string {
  return `time() - min(timestamp(${series}))`;
}

/** PromQL's strings are Go's; every escape that JSON writes is one of theirs. */
function quote(value: string): string {
  return JSON.stringify(value);
}
