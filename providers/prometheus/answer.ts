import * as z from "zod";
import { asJson, refusal } from "../service/json-answer.ts";
import type { Reading } from "../service/service-client.ts";

/** As many series as no objective has; a query that answers a thousand asks for something else. */
const MOST_SERIES = 999;

/* [seconds, "value"]; values are text because JSON has no NaN and no infinity. */
const sample = z.tuple([z.number(), z.string()]);

const success = z.object({
  status: z.literal("success"),
  warnings: z.array(z.string()).optional(),
  data: z.discriminatedUnion("resultType", [
    z.object({
      resultType: z.literal("vector"),
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()).default({}),
          value: sample,
        }),
      ),
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

/** One of the series of an answer; a scalar has no labels. */
interface Series {
  labels: Record<string, string>;
  value: number;
}

/**
 * Reads the answer to an instant query as one number: the smallest or the largest of all series, so that the worst one
 * counts.
 */
export function readAnswer(
  status: number,
  text: string,
  worst: Worst,
): Reading<number> {
  const read = readSeries(status, text);
  return read.ok ? { ok: true, value: worstOf(read.value, worst) } : read;
}

/**
 * Reads the answer to a question about remaining error budgets: the smallest counts. Where several series are about one
 * objective, as they are where several servers record it, they have to agree.
 */
export function readBudget(status: number, text: string): Reading<number> {
  const read = readSeries(status, text);
  if (!read.ok) return read;
  const impossible = read.value.find(({ value }) => value > 1 + SLACK);
  if (impossible)
    return unknown(
      `the answer contradicts itself: more than all of the budget is left (${impossible.value})`,
    );
  for (const same of Map.groupBy(read.value, objectiveOf).values()) {
    const [least, most] = [worstOf(same, "smallest"), worstOf(same, "largest")];
    if (most - least > APART)
      return unknown(
        `the answers contradict each other: of one and the same objective ${least} and ${most} are left`,
      );
  }
  return { ok: true, value: worstOf(read.value, "smallest") };
}

/** What floating point adds to a whole. */
const SLACK = 1e-6;

/** Servers that scrape the same thing at different moments differ by less. */
const APART = 0.05;

/** The label by which Sloth and Pyrra tell objectives apart; of other series each is one of its own. */
function objectiveOf({ labels }: Series): string {
  const { sloth_id: sloth, slo: pyrra } = labels;
  return sloth ?? pyrra ?? JSON.stringify(labels);
}

/**
 * Source: Prometheus, "HTTP API", sections "Format overview" and "Expression query result formats".
 *
 * @param text the body, whatever it holds
 */
function readSeries(status: number, text: string): Reading<Series[]> {
  const parsed = answer.safeParse(asJson(text));
  if (parsed.data?.status === "error") {
    const { errorType, error } = parsed.data;
    return unknown(
      `Prometheus refused the query (${errorType}): ${error.slice(0, 200)}`,
    );
  }
  if (status >= 300) return refusal("Prometheus", status);
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
      return seriesOf([{ metric: {}, value: data.result }]);
    case "vector":
      return seriesOf(data.result);
    case "matrix":
    case "string":
      return unknown(
        `the query answers a ${data.resultType}, where an instant vector or a scalar is needed`,
      );
  }
}

type Sample = { metric: Record<string, string>; value: [number, string] };

function seriesOf(samples: Sample[]): Reading<Series[]> {
  if (samples.length === 0) return unknown("the query answers no series");
  if (samples.length > MOST_SERIES) {
    return unknown(
      `the query answers ${samples.length} series, and at most ${MOST_SERIES} are read`,
    );
  }
  const odd = samples
    .map(({ value }) => value[1])
    .find((value) => !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value));
  if (odd !== undefined) {
    return unknown(
      odd === "NaN"
        ? "the query answers NaN: there was nothing to measure"
        : `the query answers ${odd.slice(0, 40)}, which is no number`,
    );
  }
  return {
    ok: true,
    value: samples.map(({ metric, value }) => ({
      labels: metric,
      value: Number(value[1]),
    })),
  };
}

function worstOf(series: Series[], worst: Worst): number {
  const numbers = series.map(({ value }) => value);
  return worst === "smallest" ? Math.min(...numbers) : Math.max(...numbers);
}

function unknown(reason: string): Reading<never> {
  return { ok: false, reason };
}
