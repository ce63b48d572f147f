import type { Slo } from "../../core/policy/schema.ts";

/**
 * The PromQL that answers the remaining error budget of an objective as a ratio: 1 is untouched, below 0 overspent.
 * Sources: Sloth's recording rule `slo:period_error_budget_remaining:ratio`; Pyrra's generic rules `pyrra_availability`
 * and `pyrra_objective`, with remaining = (SLI − SLO) / (1 − SLO).
 */
export function budgetQuery(slo: Slo): string {
  if ("sloth" in slo) {
    return `slo:period_error_budget_remaining:ratio{sloth_service=${quote(slo.sloth)}}`;
  }
  if ("pyrra" in slo) {
    const labels = `{slo=${quote(slo.pyrra)}}`;
    return `(pyrra_availability${labels} - pyrra_objective${labels}) / (1 - pyrra_objective${labels})`;
  }
  return slo.query;
}

/** PromQL's strings are Go's; every escape that JSON writes is one of theirs. */
function quote(value: string): string {
  return JSON.stringify(value);
}
