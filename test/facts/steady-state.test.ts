import { describe, expect, it } from "vitest";
import { observeSteadyState } from "../../facts/observe-steady-state.ts";
import { prometheusForTests } from "../app/reconciler/prometheus-for-tests.ts";
import { storeForTests } from "../app/reconciler/store-for-tests.ts";
import { World } from "../app/reconciler/world.ts";

const store = storeForTests();
const prometheus = prometheusForTests();
const CRITERIA = [
  { name: "error rate", query: "errors", below: 1 },
  { name: "replicas", query: "up", above: 2 },
];

describe("the steady state right now", () => {
  it("is read from Prometheus, each criterion on its own, with query, answer and link as evidence", async () => {
    const prometheusUrl = await prometheus.start((question) =>
      question.get("query") === "errors" ? "0.2" : "NaN",
    );
    const { services } = new World(store(), { prometheusUrl }).context;
    const now = new Date("2026-03-03T10:00:00Z");
    const fact = await observeSteadyState(services, CRITERIA, now);
    expect(fact).toMatchObject({
      known: true,
      value: [
        {
          name: "error rate",
          value: {
            known: true,
            value: 0.2,
            evidence: [
              {
                source: "prometheus",
                at: now,
                query: "errors",
                answer: expect.stringContaining("0.2"),
                link: expect.stringContaining(prometheusUrl),
              },
            ],
          },
        },
        {
          name: "replicas",
          value: { known: false, reason: expect.stringContaining("NaN") },
        },
      ],
    });
  });

  it("is unknown without a Prometheus, and says who can mend that", async () => {
    const { services } = new World(store()).context;
    expect(
      await observeSteadyState(services, CRITERIA, new Date()),
    ).toMatchObject({
      known: false,
      reason: expect.stringContaining("PROMETHEUS_URL"),
    });
  });
});
