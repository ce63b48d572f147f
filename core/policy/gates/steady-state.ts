import * as z from "zod";
import { criterionShape, hasOneBound, ONE_BOUND } from "./criterion.ts";

/* What has to be healthy at this moment, before anything is broken on purpose. */

const steadyCriterion = z
  .strictObject(criterionShape)
  .refine(hasOneBound, ONE_BOUND)
  .describe(
    "One thing that has to hold right now, by Prometheus; exactly one of `below` and `above`",
  );

export const steadyState = z
  .array(steadyCriterion)
  .min(1)
  .max(20)
  .refine(
    (criteria) =>
      new Set(criteria.map(({ name }) => name)).size === criteria.length,
    "two criteria have the same name, so nobody could tell them apart",
  )
  .describe("The system is healthy right now");

export type SteadyCriterion = z.output<typeof steadyCriterion>;
