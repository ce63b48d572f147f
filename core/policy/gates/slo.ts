import type { Slo } from "./error-budget.ts";

/** The one name by which an objective is called in facts, evidence and words. */
export function sloName(slo: Slo): string {
  if ("sloth" in slo) return slo.sloth;
  if ("pyrra" in slo) return slo.pyrra;
  return "openslo" in slo ? slo.openslo : slo.name;
}
