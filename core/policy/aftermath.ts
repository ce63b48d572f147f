import * as z from "zod";
import { criterionShape, hasOneBound, ONE_BOUND } from "./gates/criterion.ts";
import { duration } from "./scalars.ts";

/* What the policy says about the time after a run: what has to recover, and how a failure is filed. */

const DAY_MS = 86_400_000;

export const recoveryCriterion = z
  .strictObject({
    ...criterionShape,
    within: duration
      .refine((time) => time <= DAY_MS, "a run is watched for a day at most")
      .describe("How long after the end of the run it has to hold again"),
  })
  .refine(hasOneBound, ONE_BOUND)
  .describe(
    "One thing that has to hold after a run, by Prometheus; exactly one of `below` and `above`",
  );

const page = z
  .strictObject({
    name: z.string().min(1).max(100).describe("What to call it"),
    url: z
      .url({ protocol: /^https?$/, error: "a page has an address: https://…" })
      .max(1_000)
      .describe("Its address"),
  })
  .describe("A page to look at");

export const failures = z
  .strictObject({
    dashboards: z
      .array(page)
      .max(20)
      .default([])
      .describe("Grafana's dashboards; linked with the run's time range"),
    runbooks: z
      .array(page)
      .max(20)
      .default([])
      .describe("What to do in such a case"),
    close_when_held: z
      .boolean()
      .default(false)
      .describe("Close the issue of a failure once the experiment held again"),
  })
  .describe("How failed runs are filed");

export type RecoveryCriterion = z.output<typeof recoveryCriterion>;
