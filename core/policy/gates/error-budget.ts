import * as z from "zod";
import { longDuration, name, percentage, promql } from "../scalars.ts";

const source = z.literal("prometheus");

const slo = z
  .union([
    z
      .strictObject({
        source,
        sloth: name.describe(
          "The service whose objectives Sloth records (label `sloth_service`)",
        ),
      })
      .describe("Objectives recorded by Sloth"),
    z
      .strictObject({
        source,
        pyrra: name.describe("The objective's name in Pyrra (label `slo`)"),
      })
      .describe("An objective recorded by Pyrra"),
    z
      .strictObject({
        source,
        openslo: z
          .string()
          .regex(
            /^(?!\/)(?!.*\.\.)[\w./-]{1,200}\.ya?ml$/,
            "a description is a YAML file of this repository: slo/checkout.yml",
          )
          .describe("The file in this repository that describes it"),
      })
      .describe("An objective described in OpenSLO, with a ratio of events"),
    z
      .strictObject({
        source,
        name: name.describe("What to call it"),
        query: promql.describe(
          "PromQL that answers the remaining budget as a ratio, 1 is untouched",
        ),
        burn_rate: promql
          .describe("PromQL that answers how fast it is spent; shown beside it")
          .optional(),
        series: promql
          .describe(
            "The series that it is computed from; the age of its samples is the age of the answer, which is not known without it",
          )
          .optional(),
      })
      .describe("Your own query"),
  ])
  .describe("Where the remaining error budget of one objective is read");

export const errorBudget = z
  .strictObject({
    remaining_above: percentage.describe(
      "Each objective has to have more than this left",
    ),
    stale_after: longDuration
      .prefault("10m")
      .describe("Answers from samples that are older are not known"),
    slos: z
      .array(slo)
      .min(1)
      .max(20)
      .describe("The objectives; the worst one counts"),
  })
  .describe("Enough error budget is left");

export type Slo = z.output<typeof slo>;
/** An objective that can be asked for as it stands: a description is read first. */
export type AskableSlo = Exclude<Slo, { openslo: string }>;
export type ErrorBudgetSettings = z.output<typeof errorBudget>;
