import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorBudget } from "../../../core/gate/error-budget.ts";
import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import type { ErrorBudget } from "../../../core/gate/facts.ts";
import { evidenceFrom, factsWith } from "./world.ts";

const SETTINGS = {
  remaining_above: 0.5,
  stale_after: 600_000,
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

/** Judges one objective of which more is known than what is left. */
function judgeOne(rest: Partial<ErrorBudget>) {
  const budget = { slo: "studio-hub", remaining: known(0.8), ...rest };
  return errorBudget(
    { ...SETTINGS, slos: SETTINGS.slos.slice(0, 1) },
    factsWith({ errorBudgets: known([budget]) }),
  );
}

describe("the age and the burn rate of an answer", () => {
  const MINUTE = 60_000;

  it("lets an answer count until it is older than the policy allows", () => {
    expect(judgeOne({ age: known(10 * MINUTE) }).status).toBe("pass");
    expect(judgeOne({ age: known(10 * MINUTE + 1) })).toMatchObject({
      status: "unknown",
      values: {
        slos: [
          {
            slo: "studio-hub",
            why: "stale",
            age: 10 * MINUTE + 1,
            staleAfter: 10 * MINUTE,
          },
        ],
      },
    });
  });

  it("does not know an answer whose age can't be learned, or is no number", () => {
    expect(judgeOne({ age: unknown("no series") })).toMatchObject({
      status: "unknown",
      values: {
        slos: [
          {
            why: "unreadable",
            detail: "how old the answer is could not be learned: no series",
          },
        ],
      },
    });
    expect(judgeOne({ age: known(Number.NaN) }).status).toBe("unknown");
  });

  it("shows how fast the budget burns, and passes without knowing it", () => {
    expect(judgeOne({ burnRate: known(1.5) }).values).toMatchObject({
      worst: { remaining: 0.8, burnRate: 1.5 },
    });
    const verdict = judgeOne({ burnRate: unknown("no series") });
    expect(verdict).toMatchObject({
      status: "pass",
      values: { worst: { slo: "studio-hub", remaining: 0.8 } },
    });
  });
});

describe("against exact arithmetic", () => {
  it("passes exactly where good events are more than the share asks for", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 100 }),
        (total, failed, target, share) => {
          fc.pre(failed <= total);
          // remaining = 1 - (failed / total) / (1 - target / 1000), in whole numbers.
          const left =
            BigInt(1_000 - target) * total * 100n - failed * 100_000n;
          const wanted = BigInt(share) * BigInt(1_000 - target) * total;
          // Where they are equal, floating point may fall to either side.
          fc.pre(left !== wanted);
          const remaining =
            1 - Number(failed) / Number(total) / (1 - target / 1_000);
          const isFar =
            Math.abs(remaining - share / 100) > 1e-9 * Math.abs(remaining);
          fc.pre(isFar);
          const { status } = errorBudget(
            {
              ...SETTINGS,
              remaining_above: share / 100,
              slos: SETTINGS.slos.slice(0, 1),
            },
            factsWith({
              errorBudgets: known([
                { slo: "studio-hub", remaining: known(remaining) },
              ]),
            }),
          );
          expect(status).toBe(left > wanted ? "pass" : "fail");
        },
      ),
      { numRuns: 500 },
    );
  });
});
