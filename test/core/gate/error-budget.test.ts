import { describe, expect, it } from "vitest";
import { errorBudget } from "../../../core/gate/error-budget.ts";
import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import { evidenceFrom, factsWith } from "./world.ts";

const SETTINGS = {
  remaining_above: 0.5,
  slos: [
    { source: "prometheus" as const, sloth: "studio-hub" },
    { source: "prometheus" as const, name: "logins", query: "vector(1)" },
  ],
};

function judge(...budgets: [string, Fact<number>][]) {
  const errorBudgets = known(
    budgets.map(([slo, remaining]) => ({ slo, remaining })),
    evidenceFrom("budgets"),
  );
  return errorBudget(SETTINGS, factsWith({ errorBudgets }));
}

describe("the gate error_budget", () => {
  it("passes where every objective has more left, and names the worst", () => {
    expect(
      judge(
        ["studio-hub", known(0.8, evidenceFrom("sloth"))],
        ["logins", known(0.6)],
      ),
    ).toEqual({
      gate: "error_budget",
      status: "pass",
      code: "enough",
      values: { worst: { slo: "logins", remaining: 0.6 }, above: 0.5 },
      evidence: [evidenceFrom("budgets"), evidenceFrom("sloth")],
    });
  });

  it("fails at exactly the share, below it, and overspent", () => {
    for (const remaining of [0.5, 0.499, 0, -3])
      expect(
        judge(["studio-hub", known(0.9)], ["logins", known(remaining)]),
      ).toMatchObject({
        status: "fail",
        code: "too-little",
        values: { worst: { slo: "logins", remaining } },
      });
    expect(
      judge(["studio-hub", known(0.9)], ["logins", known(0.500001)]),
    ).toMatchObject({ status: "pass" });
  });

  it("never passes an answer that is no number to compare", () => {
    for (const answer of [Number.NaN, Infinity, -Infinity])
      expect(
        judge(["studio-hub", known(0.9)], ["logins", known(answer)]),
      ).toMatchObject({
        status: "unknown",
        code: "slo-not-known",
        values: {
          slos: [{ slo: "logins", why: "no-number", detail: String(answer) }],
        },
      });
  });

  it("does not know where an objective of the policy was not looked up, or has no answer", () => {
    expect(
      judge(["studio-hub", unknown("no series")], ["else", known(1)]),
    ).toMatchObject({
      status: "unknown",
      code: "slo-not-known",
      values: {
        slos: [
          { slo: "studio-hub", why: "unreadable", detail: "no series" },
          { slo: "logins", why: "not-looked-up" },
        ],
      },
    });
    expect(judge()).toMatchObject({ status: "unknown" });
  });

  it("fails on one that is known to be too low, whatever is not known of the others", () => {
    expect(
      judge(["studio-hub", unknown("no series")], ["logins", known(0.1)]),
    ).toMatchObject({ status: "fail", code: "too-little" });
  });

  it("takes the worst where one service has several objectives", () => {
    expect(
      judge(
        ["studio-hub", known(0.9)],
        ["studio-hub", known(0.2)],
        ["logins", known(0.9)],
      ),
    ).toMatchObject({
      status: "fail",
      values: { worst: { slo: "studio-hub", remaining: 0.2 } },
    });
  });

  it("does not know where budgets could not be asked for at all", () => {
    const facts = factsWith({ errorBudgets: unknown("Prometheus is down") });
    expect(errorBudget(SETTINGS, facts)).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "Prometheus is down" },
    });
  });
});
