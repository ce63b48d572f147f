import * as z from "zod";
import { asJson } from "../json-answer.ts";
import type { Reading } from "../service-client.ts";

/** More series than any objective has; a query that answers so many asks for something else. */
const MOST_SERIES = 1_000;

/* [seconds, "value"]; values are text because JSON has no NaN and no infinity. */
const sample = z.tuple([z.number(), z.string()]);

const success = z.object({
  status: z.literal("success"),
  warnings: z.array(z.string()).optional(),
  data: z.discriminatedUnion("resultType", [
    z.object({
      resultType: z.literal("vector"),
      result: z.array(z.object({ value: sample })),
    }),
    z.object({ resultType: z.literal("scalar"), result: sample }),
    z.object({ resultType: z.enum(["matrix", "string"]) }),
  ]),
});

const failure = z.object({
  status: z.literal("error"),
  errorType: z.string(),
  error: z.string(),
});

const answer = z.union([success, failure]);

/** Which of several series is the one that counts. */
export type Worst = "smallest" | "largest";

/**
 * Reads the answer to an instant query as one number: the smallest or the largest of all series, so that the worst one
 * counts.
 * Source: Prometheus, "HTTP API", sections "Format overview" and "Expression query result formats".
 *
 * @param text the body, whatever it holds
 */
export function readAnswer(
  status: number,
  text: string,
  worst: Worst,
): Reading<number> {
  const parsed = answer.safeParse(asJson(text));
  if (parsed.data?.status === "error") {
    const { errorType, error } = parsed.data;
    return unknown(
      `Prometheus refused the query (${errorType}): ${error.slice(0, 200)}`,
    );
  }
  if (status >= 300) return unknown(`Prometheus answered HTTP ${status}`);
  if (!parsed.data) {
    return unknown("what Prometheus answered is no answer to a query");
  }
  const { data, warnings = [] } = parsed.data;
  if (warnings.length > 0) {
    return unknown(
      `Prometheus warns that its answer may be wrong: ${warnings.join("; ").slice(0, 200)}`,
    );
  }
  switch (data.resultType) {
    case "scalar":
      return worstOf([data.result[1]], worst);
    case "vector":
      return worstOf(
        data.result.map(({ value }) => value[1]),
        worst,
      );
    case "matrix":
    case "string":
      return unknown(
        `the query answers a ${data.resultType}, where an instant vector or a scalar is needed`,
      );
  }
}

function worstOf(values: string[], worst: Worst): Reading<number> {
  if (values.length === 0) return unknown("the query answers no series");
  if (values.length > MOST_SERIES) {
    return unknown(
      `the query answers ${values.length} series, and at most ${MOST_SERIES} are read`,
    );
  }
  const odd = values.find(
    (value) => !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value),
  );
  if (odd !== undefined) {
    return unknown(
      odd === "NaN"
        ? "the query answers NaN: there was nothing to measure"
        : `the query answers ${odd.slice(0, 40)}, which is no number`,
    );
  }
  const numbers = values.map(Number);
  const value =
    worst === "smallest" ? Math.min(...numbers) : Math.max(...numbers);
  return { ok: true, value };
}

function unknown(reason: string): Reading<number> {
  return { ok: false, reason };
}
