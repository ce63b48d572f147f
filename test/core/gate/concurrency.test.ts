import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concurrency } from "../../../core/gate/concurrency.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { ChaosRun, GateFacts } from "../../../core/gate/facts.ts";
import {
  DIGEST,
  evidenceFrom,
  factsWith,
  HOUR,
  hoursAgo,
  NOW,
  radiusWith,
  reachOf,
} from "./world.ts";

const SETTINGS = { max: 1, cooldown: HOUR / 2 };
const HERE = { namespaces: ["shop"] };
const MINUTE = 60_000;

const minutesAgo = (minutes: number) =>
  new Date(NOW.getTime() - minutes * MINUTE);

function run(given: Partial<ChaosRun> = {}): ChaosRun {
  return {
    experiment: "network-partition",
    environment: "production",
    startedAt: hoursAgo(1),
    namespaces: known([]),
    ...given,
  };
}

const elsewhere = (namespaces: ChaosRun["namespaces"]) =>
  run({ environment: "staging", namespaces });

/** An experiment that touches this namespace, and says so. */
function touching(...namespaces: string[]): GateFacts["experiment"] {
  const radius = radiusWith({ namespaces: reachOf(...namespaces) });
  return known({ digest: DIGEST, errors: 0, radius });
}

function judge(
  runs: ChaosRun[],
  more: Partial<GateFacts> = {},
  settings = SETTINGS,
) {
  const facts = factsWith({
    experiment: touching("shop"),
    chaosRuns: known(runs, evidenceFrom("chaos runs")),
    ...more,
  });
  return concurrency(settings, HERE, facts, NOW);
}

describe("the gate concurrency", () => {
  it("passes where nothing else runs and nothing ended lately", () => {
    expect(judge([])).toEqual({
      gate: "concurrency",
      status: "pass",
      code: "free",
      values: {
        environment: "production",
        max: 1,
        running: 0,
        cooldown: HOUR / 2,
      },
      evidence: [evidenceFrom("chaos runs")],
    });
  });

  it("waits while as many run in the environment as may", () => {
    const other = run();
    expect(judge([other])).toMatchObject({
      status: "wait",
      code: "full",
      values: { environment: "production", max: 1, runs: [other] },
    });
    expect(judge([other])).not.toHaveProperty("opensAt");
    expect(judge([other], {}, { max: 2, cooldown: 0 })).toMatchObject({
      status: "pass",
      values: { running: 1, max: 2 },
    });
  });

  it("never lets the same experiment run twice, in whichever environment", () => {
    const same = run({
      experiment: "database-pod-failure",
      environment: "staging",
    });
    expect(judge([same], {}, { max: 9, cooldown: 0 })).toMatchObject({
      status: "wait",
      code: "same-experiment",
      values: { run: same },
    });
  });

  it("counts a run whose end lies ahead as one that is under way", () => {
    const ending = run({ endedAt: new Date(NOW.getTime() + 1) });
    expect(judge([ending])).toMatchObject({ status: "wait", code: "full" });
  });

  describe("in view of a run in another environment", () => {
    it("passes where both touch other namespaces, or one of them touches none", () => {
      expect(judge([elsewhere(known(["shop-staging"]))]).status).toBe("pass");
      expect(judge([elsewhere(known([]))]).status).toBe("pass");
      expect(
        judge([elsewhere(unknown("unreadable"))], { experiment: touching() })
          .status,
      ).toBe("pass");
    });

    it("waits where they share a namespace, and names it", () => {
      expect(
        judge([elsewhere(known(["a", "shop", "billing"]))], {
          experiment: touching("shop", "billing", "c"),
        }),
      ).toMatchObject({
        status: "wait",
        code: "overlapping",
        values: { namespaces: ["billing", "shop"] },
      });
    });

    it("waits where it can't be told what one of them touches", () => {
      expect(judge([elsewhere(unknown("unreadable"))])).toMatchObject({
        status: "wait",
        code: "may-overlap",
        values: { obscure: "other" },
      });
      const unread = known({ digest: DIGEST, errors: 0 });
      expect(
        judge([elsewhere(known(["shop-staging"]))], { experiment: unread }),
      ).toMatchObject({
        status: "wait",
        code: "may-overlap",
        values: { obscure: "this" },
      });
    });
  });

  describe("after a run in the environment", () => {
    it("waits until the cooldown is over, counted from the last end, to the millisecond", () => {
      const last = run({ endedAt: minutesAgo(20) });
      const verdict = judge([run({ endedAt: minutesAgo(25) }), last]);
      expect(verdict).toMatchObject({
        status: "wait",
        code: "cooling-down",
        values: { run: last, endedAt: minutesAgo(20) },
        opensAt: new Date(NOW.getTime() + 10 * MINUTE),
      });
    });

    it("passes from the very moment on at which it is over", () => {
      expect(judge([run({ endedAt: minutesAgo(30) })]).status).toBe("pass");
      const almost = new Date(minutesAgo(30).getTime() + 1);
      expect(judge([run({ endedAt: almost })]).status).toBe("wait");
    });

    it("passes at once where there is no cooldown, or the run was elsewhere", () => {
      const ended = run({ endedAt: minutesAgo(1) });
      expect(judge([ended], {}, { max: 1, cooldown: 0 }).status).toBe("pass");
      expect(judge([{ ...ended, environment: "staging" }]).status).toBe("pass");
    });

    it("opens at no known moment while something runs as well", () => {
      const verdict = judge([run({ endedAt: minutesAgo(1) }), run()]);
      expect(verdict).toMatchObject({ code: "full" });
      expect(verdict).not.toHaveProperty("opensAt");
    });
  });

  it("opens at the first moment at which every run that ended here is a cooldown ago", () => {
    const ended = fc.record({
      environment: fc.constantFrom("production", "staging"),
      ago: fc.integer({ min: 0, max: 90 * MINUTE }),
    });
    fc.assert(
      fc.property(
        fc.array(ended, { maxLength: 8 }),
        fc.integer({ min: 0, max: 60 * MINUTE }),
        (runs, cooldown) => {
          const all = runs.map(({ environment, ago }) =>
            run({ environment, endedAt: new Date(NOW.getTime() - ago) }),
          );
          const facts = factsWith({ chaosRuns: known(all) });
          const at = (now: Date) =>
            concurrency({ max: 1, cooldown }, HERE, facts, now);
          const isOver = (now: number) =>
            runs.every(
              ({ environment, ago }) =>
                environment !== "production" ||
                now - (NOW.getTime() - ago) >= cooldown,
            );
          const verdict = at(NOW);
          const opens =
            "opensAt" in verdict ? verdict.opensAt.getTime() : NOW.getTime();
          expect(verdict.status === "pass").toBe(isOver(NOW.getTime()));
          expect(at(new Date(opens)).status).toBe("pass");
          expect(isOver(opens)).toBe(true);
          expect(opens === NOW.getTime() || !isOver(opens - 1)).toBe(true);
        },
      ),
    );
  });

  it.each(["chaosRuns", "experiment", "ask"] as const)(
    "does not know where %s is not known",
    (fact) => {
      expect(judge([], { [fact]: unknown("GitHub is down") })).toMatchObject({
        status: "unknown",
        code: "not-known",
        values: { reason: "GitHub is down" },
      });
    },
  );
});
