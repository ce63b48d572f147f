import * as z from "zod";
import { criterionShape, hasOneBound, ONE_BOUND } from "./gates/criterion.ts";
import { duration } from "./scalars.ts";

/* When a run is stopped while it is under way. */

const HOUR_MS = 3_600_000;

const stopCriterion = z
  .strictObject({
    name: criterionShape.name,
    query: criterionShape.query,
    below: z
      .number()
      .describe("The run is stopped where the value is less")
      .optional(),
    above: z
      .number()
      .describe("The run is stopped where the value is more")
      .optional(),
    for: duration
      .refine(
        (time) => time <= HOUR_MS,
        "what stops a run is looked at over an hour at most",
      )
      .default(0)
      .describe(
        "How long the value has to be there without a break; by default once is enough",
      ),
  })
  .refine(hasOneBound, ONE_BOUND)
  .describe(
    "One thing that must not happen while an experiment runs, by Prometheus; exactly one of `below` and `above`",
  );

export const stopWhen = z
  .array(stopCriterion)
  .max(20)
  .refine(
    (criteria) =>
      new Set(criteria.map(({ name }) => name)).size === criteria.length,
    "two criteria have the same name, so nobody could tell them apart",
  )
  .default([])
  .describe(
    "Looked at every few seconds while an experiment runs: where one of these happens, the run is cancelled",
  );

export type StopCriterion = z.output<typeof stopCriterion>;

/**
 * The query that answers whether the criterion happened all the time of its `for` until now: in each series the value
 * that comes nearest to what is wanted.
 */
export function stopQuery({ query, above, for: time }: StopCriterion): string {
  if (time === 0) return query;
  const seconds = Math.ceil(time / 1_000);
  const step = Math.max(1, Math.round(seconds / 12));
  const nearest = above === undefined ? "max_over_time" : "min_over_time";
  // A query may end in a comment, which would swallow the bracket.
  return `${nearest}((${query}\n)[${String(seconds)}s:${String(step)}s])`;
}

/** Of several series, the one that comes nearest to what must not happen. */
export function nearestToStop({
  above,
}: Pick<StopCriterion, "above">): "smallest" | "largest" {
  return above === undefined ? "smallest" : "largest";
}
