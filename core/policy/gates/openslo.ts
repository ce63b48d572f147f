import * as z from "zod";
import { parseDocument } from "../../text/document.ts";
import type { AskableSlo } from "./error-budget.ts";

/*
 * Objectives described in OpenSLO (https://openslo.com, `openslo/v1`), as far as a budget follows from them: a ratio of
 * events that Prometheus counts, over a rolling window.
 */

/** What is larger than this, in bytes, describes no objective. */
export const OPENSLO_BYTES = 64 * 1024;

const metric = z.looseObject({
  metricSource: z.looseObject({
    type: z.string().optional(),
    spec: z.looseObject({ query: z.string().min(1).max(4_000) }),
  }),
});

const ratioMetric = z.looseObject({
  counter: z.boolean().default(true),
  good: metric.optional(),
  bad: metric.optional(),
  total: metric,
});

const description = z.looseObject({
  apiVersion: z.literal("openslo/v1"),
  kind: z.literal("SLO"),
  spec: z.looseObject({
    indicator: z.looseObject({ spec: z.looseObject({ ratioMetric }) }),
    timeWindow: z
      .array(
        z.looseObject({
          duration: z
            .string()
            .regex(/^\d{1,4}[mhdw]$/, "a window lasts 28d, 4w or the like"),
          isRolling: z.literal(true),
        }),
      )
      .length(1),
    objectives: z
      .array(
        z.looseObject({
          target: z.number().min(0).lt(1).optional(),
          targetPercent: z.number().min(0).lt(100).optional(),
        }),
      )
      .min(1)
      .max(20),
  }),
});

type RatioMetric = z.output<typeof ratioMetric>;

/** How to ask Prometheus for a described objective's budget, or a sentence that says why it can't be asked for. */
export function readOpenSlo(
  text: string,
  path: string,
): { ok: true; slo: AskableSlo } | { ok: false; reason: string } {
  const parsed = parseDocument(text, { bytes: OPENSLO_BYTES });
  if (!parsed.ok) {
    const [first] = parsed.diagnostics;
    return refuse(`line ${first?.line}: ${first?.message}`);
  }
  const read = description.safeParse(parsed.document.value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { indicator, timeWindow, objectives } = read.data.spec;
  const targets = objectives.flatMap(
    ({ target, targetPercent }) =>
      target ?? (targetPercent === undefined ? [] : targetPercent / 100),
  );
  if (targets.length < objectives.length)
    return refuse("an objective has neither target nor targetPercent");
  const { ratioMetric: ratio } = indicator.spec;
  const errors = errorRatio(ratio);
  if (!errors) return refuse("the ratio has neither good nor bad events");
  // The strictest target has the least budget left.
  const budget = `(1 - ${Math.max(...targets)})`;
  const total = queryOf(ratio.total);
  return {
    ok: true,
    slo: {
      source: "prometheus",
      name: path,
      query: `1 - (${errors(timeWindow[0]?.duration ?? "")}) / ${budget}`,
      burn_rate: `(${errors("1h")}) / ${budget}`,
      ...(isSelector(total) && { series: total }),
    },
  };

  function refuse(what: string): { ok: false; reason: string } {
    return { ok: false, reason: `${path} is no objective to ask for: ${what}` };
  }
}

/** The PromQL of the share of bad events, for a window. */
function errorRatio({
  counter,
  good,
  bad,
  total,
}: RatioMetric): ((window: string) => string) | undefined {
  const over = (one: z.output<typeof metric>, window: string) =>
    countOver(queryOf(one), counter, window);
  if (bad) return (window) => `${over(bad, window)} / ${over(total, window)}`;
  return (
    good && ((window) => `1 - ${over(good, window)} / ${over(total, window)}`)
  );
}

/** A counter's increase needs its own samples; what is computed from them is added up at regular moments. */
function countOver(query: string, counter: boolean, window: string): string {
  return counter && isSelector(query)
    ? `sum(increase(${query}[${window}]))`
    : `sum(sum_over_time((${query})[${window}:5m]))`;
}

function queryOf({ metricSource }: z.output<typeof metric>): string {
  return metricSource.spec.query.trim();
}

function isSelector(query: string): boolean {
  return /^[A-Za-z_:][\w:]*(\{[^{}]*\})?$/.test(query);
}
