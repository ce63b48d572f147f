import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import type { StagingRun } from "../../../core/gate/facts.ts";
import { stagingPassed } from "../../../core/gate/staging-passed.ts";
import { RUN_VERDICTS } from "../../../core/journal/verdict.ts";
import {
  DAY,
  DIGEST,
  evidenceFrom,
  factsWith,
  hoursAgo,
  NOW,
  OTHER_DIGEST,
} from "./world.ts";

const SETTINGS = { environment: "staging", within: 7 * DAY };

function run(given: Partial<StagingRun> = {}): StagingRun {
  return {
    digest: DIGEST,
    environment: "staging",
    verdict: "held",
    endedAt: hoursAgo(24),
    ...given,
  };
}

/** The one that the policy names for staging. */
const WORKFLOW = "chaos-tests.yml";

function judge(...runs: StagingRun[]) {
  const facts = factsWith({ stagingRuns: known(runs) });
  return stagingPassed(SETTINGS, WORKFLOW, facts, NOW);
}

describe("the gate staging_passed", () => {
  it("passes where the latest run of this digest held, and keeps the evidence", () => {
    expect(stagingPassed(SETTINGS, WORKFLOW, factsWith(), NOW)).toMatchObject({
      status: "pass",
      code: "held",
      values: { environment: "staging", run: { verdict: "held" } },
      evidence: [evidenceFrom("experiment"), evidenceFrom("staging runs")],
    });
  });

  it("passes no other verdict", () => {
    for (const verdict of RUN_VERDICTS.filter((word) => word !== "held"))
      expect(judge(run({ verdict }))).toMatchObject({
        status: "fail",
        code: verdict === "dry" ? "dry" : "not-held",
      });
  });

  it("lets the latest run decide, whatever the order and whatever came before", () => {
    const held = run({ endedAt: hoursAgo(10) });
    const deviated = run({ verdict: "deviated", endedAt: hoursAgo(5) });
    expect(judge(held, deviated)).toMatchObject({ code: "not-held" });
    expect(judge(deviated, held)).toMatchObject({ code: "not-held" });
    expect(judge(run({ endedAt: hoursAgo(1) }), deviated)).toMatchObject({
      code: "held",
    });
  });

  it("takes the worse of two runs that ended together", () => {
    expect(judge(run(), run({ verdict: "failed" }))).toMatchObject({
      code: "not-held",
    });
    expect(judge(run({ verdict: "failed" }), run())).toMatchObject({
      code: "not-held",
    });
  });

  it("counts neither another digest nor another environment, and says what ran there before", () => {
    const older = run({ digest: OTHER_DIGEST });
    expect(judge(older, run({ environment: "test" }))).toMatchObject({
      status: "fail",
      code: "never-run",
      values: { digest: DIGEST, earlier: older },
    });
    expect(judge()).toMatchObject({ code: "never-run" });
    expect(judge().values).not.toHaveProperty("earlier");
  });

  it("passes a run that is exactly as old as it may be, and none that is older", () => {
    expect(judge(run({ endedAt: hoursAgo(7 * 24) }))).toMatchObject({
      status: "pass",
    });
    const older = new Date(hoursAgo(7 * 24).getTime() - 1);
    expect(judge(run({ endedAt: older }))).toMatchObject({
      status: "fail",
      code: "too-old",
    });
  });

  it("trusts no run that ends in the future, nor one whose end is no time", () => {
    expect(judge(run({ endedAt: hoursAgo(-1) }))).toMatchObject({
      status: "unknown",
      code: "ends-in-future",
    });
    expect(judge(run({ endedAt: new Date(Number.NaN) }))).toMatchObject({
      status: "unknown",
    });
  });

  it("bears with a clock that is some seconds ahead", () => {
    const soon = new Date(NOW.getTime() + 5_000);
    expect(judge(run({ endedAt: soon }))).toMatchObject({ status: "pass" });
  });

  it("does not count a run of another workflow than the policy names there", () => {
    expect(judge(run({ workflow: WORKFLOW }))).toMatchObject({
      status: "pass",
    });
    expect(judge(run({ workflow: "other.yml" }))).toMatchObject({
      status: "fail",
      code: "other-workflow",
      values: { run: { workflow: "other.yml" }, workflow: WORKFLOW },
    });
  });

  it("does not know without the experiment or its runs", () => {
    for (const missing of ["experiment", "stagingRuns"] as const) {
      const facts = factsWith({ [missing]: unknown("no answer") });
      expect(stagingPassed(SETTINGS, WORKFLOW, facts, NOW)).toMatchObject({
        status: "unknown",
        code: "not-known",
        values: { reason: "no answer" },
      });
    }
  });
});
