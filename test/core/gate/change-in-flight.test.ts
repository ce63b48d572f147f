import { describe, expect, it } from "vitest";
import {
  changeInFlight,
  type ChangeInFlightSettings,
} from "../../../core/gate/change-in-flight.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { Deployment } from "../../../core/gate/facts.ts";
import { DAY, evidenceFrom, factsWith, hoursAgo, NOW } from "./world.ts";

function judge(
  deployments: Deployment[],
  settings: Partial<ChangeInFlightSettings> = {},
) {
  return changeInFlight(
    { within: DAY, ...settings },
    factsWith({ deployments: known(deployments, evidenceFrom("github")) }),
    NOW,
  );
}

const toProduction: Deployment = {
  environment: "production",
  ref: "main",
  startedAt: hoursAgo(1),
};

describe("the gate change_in_flight", () => {
  it("passes where nothing is being deployed", () => {
    expect(judge([])).toEqual({
      gate: "change_in_flight",
      status: "pass",
      code: "quiet",
      values: { environments: ["production"] },
      evidence: [evidenceFrom("github")],
    });
  });

  it("waits while something is being deployed to the environment that is asked for", () => {
    expect(judge([toProduction])).toMatchObject({
      status: "wait",
      code: "deploying",
      values: { deployments: [toProduction] },
    });
    const elsewhere = { ...toProduction, environment: "staging" };
    expect(judge([elsewhere]).status).toBe("pass");
  });

  it("takes names of environments that differ in capitals for the same, as GitHub does", () => {
    const deploying = { ...toProduction, environment: "Production" };
    expect(judge([deploying]).status).toBe("wait");
    expect(judge([toProduction], { environments: ["PRODUCTION"] }).status).toBe(
      "wait",
    );
  });

  it("looks at the environments that the policy names, and at no other then", () => {
    const environments = ["Production EU", "Production US"];
    const there = { ...toProduction, environment: "Production US" };
    expect(judge([toProduction], { environments }).status).toBe("pass");
    expect(judge([there, toProduction], { environments })).toMatchObject({
      status: "wait",
      values: { deployments: [there] },
    });
  });

  it("takes one for abandoned that began longer ago than a deployment may take", () => {
    const old = { ...toProduction, startedAt: hoursAgo(24) };
    expect(judge([old]).status).toBe("wait");
    const older = new Date(old.startedAt.getTime() - 1);
    expect(judge([{ ...old, startedAt: older }]).status).toBe("pass");
  });

  it.each(["deployments", "ask"] as const)(
    "does not know where %s are not known",
    (fact) => {
      const facts = factsWith({ [fact]: unknown("GitHub is down") });
      expect(changeInFlight({ within: DAY }, facts, NOW)).toMatchObject({
        status: "unknown",
        code: "not-known",
        values: { reason: "GitHub is down" },
      });
    },
  );
});
