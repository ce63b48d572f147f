import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import { decideRecovery, dueAt } from "../../../core/incident/recovery.ts";
import type { RecoveryCriterion } from "../../../core/policy/aftermath.ts";
import { holds } from "../../../core/policy/gates/criterion.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const ENDED = new Date("2026-03-03T10:00:00Z");
const BREAKERS: RecoveryCriterion = {
  name: "circuit breakers",
  query: "max(circuit_breaker_state)",
  below: 1,
  within: 30 * SECOND,
};
const ERRORS: RecoveryCriterion = {
  name: "error rate",
  query: "errors",
  below: 1,
  within: 5 * MINUTE,
};

const after = (ms: number) => new Date(ENDED.getTime() + ms);

/** What is decided so long after the run on these values of the criteria that are due. */
function decide(ms: number, ...values: (number | undefined)[]) {
  const criteria = [BREAKERS, ERRORS];
  const readings = criteria.slice(0, values.length).map((criterion, index) => {
    const value = values[index];
    return {
      criterion,
      at: dueAt(criterion, ENDED),
      value: value === undefined ? unknown("no series") : known(value),
    };
  });
  return decideRecovery(criteria, readings, { endedAt: ENDED, now: after(ms) });
}

describe("whether a run recovered", () => {
  it("is looked at when the first criterion is due, then when the next one is", () => {
    expect(decide(0)).toEqual({
      state: "look-again",
      at: after(30 * SECOND),
    });
    expect(decide(30 * SECOND, 0)).toEqual({
      state: "look-again",
      at: after(5 * MINUTE),
    });
  });

  it("is known once all of them held in their time", () => {
    expect(decide(5 * MINUTE, 0, 0.4)).toEqual({ state: "recovered" });
  });

  it("is answered by the first that does not hold, without waiting for the others", () => {
    expect(decide(31 * SECOND, 1)).toMatchObject({
      state: "failed",
      reading: { criterion: BREAKERS, at: after(30 * SECOND) },
    });
    expect(decide(5 * MINUTE, 0, 1)).toMatchObject({
      state: "failed",
      reading: { criterion: ERRORS },
    });
  });

  it("is asked again while a value is not known, and is a failure where that stays so", () => {
    expect(decide(5 * MINUTE, 0, undefined)).toEqual({
      state: "look-again",
      at: after(5 * MINUTE + 30 * SECOND),
    });
    expect(decide(20 * MINUTE + SECOND, 0, undefined)).toMatchObject({
      state: "failed",
      reading: { criterion: ERRORS, value: { known: false } },
    });
  });

  it("counts the bound itself as not held", () => {
    const above = { name: "up", query: "up", above: 0.5, within: 0 };
    expect([0.4, 0.5, 0.6].map((value) => holds(above, value))).toEqual([
      false,
      false,
      true,
    ]);
    expect(holds(ERRORS, 1)).toBe(false);
  });
});
