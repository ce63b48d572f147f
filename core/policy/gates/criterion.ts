import * as z from "zod";
import { promql } from "../scalars.ts";

/** What a query of Prometheus is held against: a name for people, PromQL, and one bound. */
export const criterionShape = {
  name: z.string().min(1).max(100).describe("What to call it"),
  query: promql.describe("PromQL; the worst of its series counts"),
  below: z.number().describe("The value has to be less").optional(),
  above: z.number().describe("The value has to be more").optional(),
};

/** The side of a number on which a value has to be. */
export interface Bound {
  below?: number | undefined;
  above?: number | undefined;
}

export const ONE_BOUND = "a criterion has either `below` or `above`";

export function hasOneBound({ below, above }: Bound): boolean {
  return (below === undefined) !== (above === undefined);
}

/** Whether the value is on the side of the bound that the criterion wants. */
export function holds({ below, above }: Bound, value: number): boolean {
  return (
    (below === undefined || value < below) &&
    (above === undefined || value > above)
  );
}

/** Which of several series is the one that counts. */
export function worstOf({ below }: Bound): "smallest" | "largest" {
  return below === undefined ? "smallest" : "largest";
}
