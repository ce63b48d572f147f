import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOpenSlo } from "../../../../core/policy/gates/openslo.ts";

const CHECKOUT = readFileSync(
  join(import.meta.dirname, "../../../fixtures/openslo/checkout.yml"),
  "utf8",
);

function reasonOf(text: string): string {
  const read = readOpenSlo(text, "slo.yml");
  return read.ok ? "" : read.reason;
}

describe("an objective described in OpenSLO", () => {
  it("is asked for by its good and total events over its window, and by its strictest target", () => {
    expect(readOpenSlo(CHECKOUT, "slo/checkout.yml")).toEqual({
      ok: true,
      slo: {
        source: "prometheus",
        name: "slo/checkout.yml",
        query:
          '1 - (1 - sum(increase(http_requests_total{code!~"5.."}[30d])) / sum(increase(http_requests_total[30d]))) / (1 - 0.95)',
        burn_rate:
          '(1 - sum(increase(http_requests_total{code!~"5.."}[1h])) / sum(increase(http_requests_total[1h]))) / (1 - 0.95)',
        series: "http_requests_total",
      },
    });
  });

  it("may count bad events, and what is computed from others", () => {
    const text = CHECKOUT.replace("good:", "bad:").replace(
      "query: http_requests_total }",
      'query: "sum(rate(http_requests_total[5m]))" }',
    );
    const read = readOpenSlo(text, "slo.yml");
    expect(read).toMatchObject({
      ok: true,
      slo: {
        query:
          '1 - (sum(increase(http_requests_total{code!~"5.."}[30d])) / sum(sum_over_time((sum(rate(http_requests_total[5m])))[30d:5m]))) / (1 - 0.95)',
      },
    });
    expect(read.ok && "series" in read.slo).toBe(false);
  });

  it.each([
    ["a calendar's month", "isRolling: true", "isRolling: false"],
    ["a window that is none", "duration: 30d", "duration: 1M"],
    ["a target of everything", "target: 0.9", "target: 1"],
    ["another version", "openslo/v1", "openslo/v1alpha"],
    ["a threshold", "ratioMetric:", "thresholdMetric:"],
  ])("can't be asked for with %s, which is said", (_, from, to) => {
    expect(reasonOf(CHECKOUT.replace(from, to))).toMatch(
      /^slo\.yml is no objective to ask for: (spec\.|apiVersion).+: .+/,
    );
  });

  it("can't be asked for without a target, without good and bad events, and where it is no YAML", () => {
    expect(reasonOf(CHECKOUT.replace("target: 0.9", "x: 1"))).toBe(
      "slo.yml is no objective to ask for: an objective has neither target nor targetPercent",
    );
    expect(reasonOf(CHECKOUT.replace("good:", "fine:"))).toBe(
      "slo.yml is no objective to ask for: the ratio has neither good nor bad events",
    );
    expect(reasonOf("{")).toMatch(
      /^slo\.yml is no objective to ask for: line 1: /,
    );
  });
});
