import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../core/gate/decide.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { GateFacts } from "../../../core/gate/facts.ts";
import { GATE_NAMES } from "../../../core/gate/verdict.ts";
import { policyOf, WRITTEN } from "./recorded.ts";
import { approval, DIGEST, factsWith, hoursAgo, NOW } from "./world.ts";

const POLICY = policyOf(WRITTEN);

const AT = {
  tuesday: NOW,
  mondayInBlackout: new Date("2026-11-23T12:00:00Z"),
  mondayAfter: new Date("2026-11-23T17:00:00Z"),
};

function decideOn(
  facts: GateFacts,
  now = AT.tuesday,
  environment = "production",
) {
  const rule = POLICY.environments[environment];
  if (!rule) throw new Error(`the test's policy has no ${environment}`);
  return decide(rule, POLICY, facts, now);
}

/** Facts in which everything passes, and an incident ended at that time. */
function afterIncident(resolvedAt: string, more: Partial<GateFacts> = {}) {
  const ended = new Date(resolvedAt);
  return factsWith({
    incidents: known([
      { severity: "SEV-1", startedAt: ended, resolvedAt: ended },
    ]),
    ...more,
  });
}

/** Approvals of that moment, on a request of that moment. */
function approvedAt(at: Date): Partial<GateFacts> {
  return {
    request: known({ requester: "john", openedAt: at, digest: DIGEST }),
    approvals: known(
      ["ahmed", "sarah", "mike"].map((person) => approval(person, { at })),
    ),
  };
}

describe("a decision", () => {
  it("allows where every gate passes, and shows them in the order of the registry", () => {
    const { decision, verdicts, opensAt } = decideOn(factsWith());
    expect(decision).toBe("allow");
    expect(verdicts.map(({ gate }) => gate)).toEqual([...GATE_NAMES]);
    expect(opensAt).toBeUndefined();
  });

  it("asks only the gates of the rule, and always whether there is a halt and the experiment is valid", () => {
    const { decision, verdicts } = decideOn(
      factsWith({ approvals: unknown("not asked") }),
      AT.mondayInBlackout,
      "staging",
    );
    expect(decision).toBe("allow");
    expect(verdicts.map(({ gate }) => gate)).toEqual([
      "halt",
      "experiment_valid",
    ]);
  });

  it("refuses where a gate fails, whatever else waits or is not known", () => {
    const facts = factsWith({
      onCall: known([]),
      incidents: unknown("GitHub is down"),
      approvals: known([]),
    });
    const { decision, opensAt } = decideOn(facts, AT.mondayInBlackout);
    expect(decision).toBe("refuse");
    expect(opensAt).toBeUndefined();
  });

  it("never allows while a fact that a gate needs is not known", () => {
    const keys = [
      "halts",
      "experiment",
      "request",
      "holders",
      "approvals",
      "stagingRuns",
      "incidents",
      "errorBudgets",
      "onCall",
      "steadyState",
      "chaosRuns",
      "deployments",
      "ask",
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...keys], { minLength: 1 }), (missing) => {
        const lost = Object.fromEntries(
          missing.map((key) => [key, unknown("no answer")]),
        );
        expect(decideOn({ ...factsWith(), ...lost }).decision).toBe("hold");
      }),
    );
  });
});

describe("the moment at which a held decision opens", () => {
  it("is the end of the blackout where only that is in the way", () => {
    const facts = factsWith(approvedAt(AT.mondayInBlackout));
    expect(decideOn(facts, AT.mondayInBlackout)).toMatchObject({
      decision: "hold",
      opensAt: AT.mondayAfter,
    });
  });

  it("is absent while people have to do something first", () => {
    const facts = factsWith({ approvals: known([]) });
    const decision = decideOn(facts, AT.mondayInBlackout);
    expect(decision.decision).toBe("hold");
    expect(decision.opensAt).toBeUndefined();
  });

  it("is absent while something is not known", () => {
    const facts = factsWith({ onCall: unknown("no rota") });
    expect(decideOn(facts, AT.mondayInBlackout).opensAt).toBeUndefined();
  });

  it("is the end of the blackout in which the calm after an incident ends", () => {
    // Seven days after it is Monday 30 November 10:00, inside the blackout.
    const facts = afterIncident("2026-11-23T10:00:00Z");
    expect(decideOn(facts)).toMatchObject({
      decision: "hold",
      opensAt: new Date("2026-11-30T17:00:00Z"),
    });
  });

  it("leaves room for the whole run before the next blackout", () => {
    const facts = afterIncident("2026-11-23T08:50:00Z");
    expect(decideOn(facts).opensAt).toEqual(new Date("2026-11-30T17:00:00Z"));
  });

  it("names the gates that will not hold any more by then", () => {
    const facts = afterIncident("2026-11-21T12:00:00Z");
    expect(decideOn(facts)).toMatchObject({
      opensAt: new Date("2026-11-28T12:00:00Z"),
      lapsing: ["approvals"],
    });
    const soon = afterIncident("2026-11-17T13:00:00Z");
    expect(decideOn(soon).opensAt).toEqual(hoursAgo(-1));
    expect(decideOn(soon)).not.toHaveProperty("lapsing");
  });

  it("is a moment at which the gates that follow the clock are open, and the moment before it they are not", () => {
    const minute = fc
      .integer({ min: 0, max: 14 * 24 * 60 })
      .map((minutes) => new Date(NOW.getTime() + minutes * 60_000));
    fc.assert(
      fc.property(minute, minute, (now, other) => {
        const resolvedAt = new Date(
          Math.min(now.getTime(), other.getTime()),
        ).toISOString();
        const staging = known([
          {
            digest: DIGEST,
            environment: "staging",
            verdict: "held" as const,
            endedAt: now,
          },
        ]);
        const facts = afterIncident(resolvedAt, {
          ...approvedAt(now),
          stagingRuns: staging,
        });
        const { opensAt } = decideOn(facts, now);
        fc.pre(opensAt !== undefined);
        const shutAt = (time: number) =>
          decideOn(facts, new Date(time)).verdicts.some(
            (verdict) => verdict.opensAt,
          );
        expect(shutAt(opensAt.getTime())).toBe(false);
        expect(shutAt(opensAt.getTime() - 1)).toBe(true);
      }),
    );
  });
});
