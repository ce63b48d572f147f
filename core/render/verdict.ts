import type { Verdict } from "../gate/registry.ts";
import { describeApprovals } from "./verdict/approvals.ts";
import { describeBlastRadius } from "./verdict/blast-radius.ts";
import { describeChangeInFlight } from "./verdict/change-in-flight.ts";
import { describeConcurrency } from "./verdict/concurrency.ts";
import { describeErrorBudget } from "./verdict/error-budget.ts";
import { describeExperimentValid } from "./verdict/experiment-valid.ts";
import { describeHalt } from "./verdict/halt.ts";
import { describeOnCall } from "./verdict/on-call.ts";
import { describeRecentIncidents } from "./verdict/recent-incidents.ts";
import { describeStagingPassed } from "./verdict/staging-passed.ts";
import { describeSteadyState } from "./verdict/steady-state.ts";
import { describeWindows } from "./verdict/windows.ts";
import type { VerdictWords } from "./verdict/words.ts";

/**
 * Says a verdict in plain English sentences.
 *
 * The words are plain text on one line. Parts of them were written by others (titles, reasons, logins): escape them
 * where they are shown as Markdown or HTML.
 */
export function describeVerdict(verdict: Verdict): VerdictWords {
  switch (verdict.gate) {
    case "halt":
      return describeHalt(verdict);
    case "experiment_valid":
      return describeExperimentValid(verdict);
    case "approvals":
      return describeApprovals(verdict);
    case "staging_passed":
      return describeStagingPassed(verdict);
    case "windows":
      return describeWindows(verdict);
    case "recent_incidents":
      return describeRecentIncidents(verdict);
    case "error_budget":
      return describeErrorBudget(verdict);
    case "on_call":
      return describeOnCall(verdict);
    case "steady_state":
      return describeSteadyState(verdict);
    case "concurrency":
      return describeConcurrency(verdict);
    case "blast_radius":
      return describeBlastRadius(verdict);
    case "change_in_flight":
      return describeChangeInFlight(verdict);
  }
}
