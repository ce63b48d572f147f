import * as z from "zod";
import { approvals } from "./gates/approvals.ts";
import { blastRadius } from "./gates/blast-radius.ts";
import { changeInFlight } from "./gates/change-in-flight.ts";
import { concurrency } from "./gates/concurrency.ts";
import { errorBudget } from "./gates/error-budget.ts";
import { experiments } from "./experiments.ts";
import { failures, recoveryCriterion } from "./aftermath.ts";
import { recentIncidents } from "./gates/incidents.ts";
import { people, role } from "./roles.ts";
import { host, name, namespace, timeZone } from "./scalars.ts";
import { override } from "./gates/override.ts";
import { stagingPassed } from "./gates/staging-passed.ts";
import { steadyState } from "./gates/steady-state.ts";
import { stopWhen } from "./stop-when.ts";
import { windows } from "./gates/windows.ts";

/*
 * The one description of .github/chaos-governor.yml. The JSON Schema and docs/policy.md are generated from it,
 * so every field says here what it means.
 */

const onCall = z
  .strictObject({
    roles: z.array(name).min(1).describe("The roles that have to be covered"),
    for: z
      .literal("run")
      .default("run")
      .describe("For how long: `run`, the whole length of the run"),
  })
  .describe("People are on call");

const gates = z
  .strictObject({
    approvals: approvals.optional(),
    staging_passed: stagingPassed.optional(),
    windows: windows.optional(),
    recent_incidents: recentIncidents.optional(),
    error_budget: errorBudget.optional(),
    on_call: onCall.optional(),
    steady_state: steadyState.optional(),
    concurrency: concurrency.optional(),
    blast_radius: blastRadius.optional(),
    change_in_flight: changeInFlight.optional(),
  })
  .describe("What has to hold before an experiment may run here");

export const environment = z
  .strictObject({
    workflow: z
      .string()
      .regex(
        /^[A-Za-z0-9._-]{1,100}\.ya?ml$/,
        "a workflow is named by its file in .github/workflows",
      )
      .describe(
        "The workflow file in .github/workflows that runs the experiment",
      ),
    namespaces: z
      .array(namespace)
      .min(1)
      .max(100)
      .describe(
        "The Kubernetes namespaces that belong to it; experiments act on no other",
      )
      .optional(),
    hosts: z
      .array(host)
      .min(1)
      .max(100)
      .describe(
        "The hosts that belong to it, `*.` covers what stands below; experiments for other environments leave those of production alone",
      )
      .optional(),
    gates: gates.prefault({}),
    stop_when: stopWhen,
    recovery: z
      .array(recoveryCriterion)
      .max(20)
      .default([])
      .describe(
        "Looked at after a run that held: where one of these does not hold in time, the run is a failure",
      ),
    override: override.optional(),
  })
  .describe("The rule that covers one environment");

/** Where experiments are where no policy says otherwise. */
export const DEFAULT_PATHS = [
  "experiments/**/*.json",
  "experiments/**/*.yaml",
  "experiments/**/*.yml",
];

export const policySchema = z
  .strictObject({
    version: z.literal(1).describe("The version of this format"),
    timezone: timeZone
      .default("UTC")
      .describe("The zone of all times of day that name none"),
    roles: z.record(name, role).describe("Who holds which role"),
    people,
    experiments: experiments.prefault({ paths: DEFAULT_PATHS }),
    failures: failures.prefault({}),
    environments: z
      .record(name, environment)
      .describe("The environments that are governed"),
  })
  .describe(
    "The policy of a repository: .github/chaos-governor.yml on its default branch",
  );

export type Policy = z.output<typeof policySchema>;
export type EnvironmentRule = Policy["environments"][string];
export type Gates = EnvironmentRule["gates"];
