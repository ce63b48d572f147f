import { describe, expect, it } from "vitest";
import { known, unknown, type Fact } from "../../../core/gate/fact.ts";
import { steadyState } from "../../../core/gate/steady-state.ts";
import { evidenceFrom, factsWith } from "./world.ts";

const SETTINGS = [
  { name: "error rate", query: "errors", below: 1 },
  { name: "replicas", query: "min(up)", above: 2 },
];

function judge(...measured: [string, Fact<number>][]) {
  const fact = known(
    measured.map(([name, value]) => ({ name, value })),
    evidenceFrom("steady state"),
  );
  return steadyState(SETTINGS, factsWith({ steadyState: fact }));
}

describe("the gate steady_state", () => {
  it("passes where every criterion holds, with what each came to", () => {
    expect(
      judge(
        ["error rate", known(0.2, evidenceFrom("errors"))],
        ["replicas", known(3)],
      ),
    ).toEqual({
      gate: "steady_state",
      status: "pass",
      code: "steady",
      values: {
        readings: [
          { name: "error rate", value: 0.2, below: 1, above: undefined },
          { name: "replicas", value: 3, below: undefined, above: 2 },
        ],
      },
      evidence: [evidenceFrom("steady state"), evidenceFrom("errors")],
    });
  });

  it("fails at exactly the bound and beyond it, and names only what does not hold", () => {
    for (const errors of [1, 1.5, 100])
      expect(
        judge(["error rate", known(errors)], ["replicas", known(3)]),
      ).toMatchObject({
        status: "fail",
        code: "not-steady",
        values: { readings: [{ name: "error rate", value: errors, below: 1 }] },
      });
    for (const replicas of [2, 0, -1])
      expect(
        judge(["error rate", known(0)], ["replicas", known(replicas)]),
      ).toMatchObject({
        status: "fail",
        values: { readings: [{ name: "replicas", value: replicas }] },
      });
  });

  it("passes none of two answers that contradict each other", () => {
    expect(
      judge(
        ["error rate", known(0.2)],
        ["error rate", known(99)],
        ["replicas", known(3)],
      ),
    ).toMatchObject({
      status: "fail",
      values: { readings: [{ name: "error rate", value: 99 }] },
    });
    expect(
      judge(
        ["error rate", known(0.2)],
        ["error rate", unknown("no answer")],
        ["replicas", known(3)],
      ).status,
    ).toBe("unknown");
  });

  it("never passes an answer that is no number to compare", () => {
    for (const answer of [Number.NaN, Infinity, -Infinity])
      expect(
        judge(["error rate", known(answer)], ["replicas", known(3)]),
      ).toMatchObject({
        status: "unknown",
        code: "not-measured",
        values: {
          unread: [
            { name: "error rate", why: "no-number", detail: String(answer) },
          ],
        },
      });
  });

  it("does not know where one criterion was not measured, or not looked up", () => {
    expect(
      judge(["error rate", unknown("the query answers no series")]),
    ).toMatchObject({
      status: "unknown",
      values: {
        unread: [
          {
            name: "error rate",
            why: "unreadable",
            detail: "the query answers no series",
          },
          { name: "replicas", why: "not-looked-up" },
        ],
      },
    });
  });

  it("fails on one that is known not to hold, whatever is not known of the others", () => {
    expect(
      judge(["error rate", known(7)], ["replicas", unknown("no series")]),
    ).toMatchObject({ status: "fail", code: "not-steady" });
  });

  it("does not know where nothing could be asked for at all", () => {
    const facts = factsWith({
      steadyState: unknown("no Prometheus is set up"),
    });
    expect(steadyState(SETTINGS, facts)).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "no Prometheus is set up" },
    });
  });
});
