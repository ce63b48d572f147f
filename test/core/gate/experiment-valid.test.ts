import { describe, expect, it } from "vitest";
import { experimentValid } from "../../../core/gate/experiment-valid.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import { DIGEST, evidenceFrom, factsWith, OTHER_DIGEST } from "./world.ts";

describe("the gate experiment_valid", () => {
  it("passes an experiment without errors that is the one asked for", () => {
    expect(experimentValid(factsWith())).toEqual({
      gate: "experiment_valid",
      status: "pass",
      code: "valid",
      values: { digest: DIGEST },
      evidence: [evidenceFrom("experiment")],
    });
  });

  it("passes without a request: then there is nothing that it could differ from", () => {
    const facts = factsWith({ request: unknown("nobody asked") });
    expect(experimentValid(facts)).toMatchObject({ status: "pass" });
  });

  it("fails with the number of errors and the first of them", () => {
    const check = { digest: DIGEST, errors: 2, firstError: "no method" };
    const facts = factsWith({ experiment: known(check) });
    expect(experimentValid(facts)).toMatchObject({
      status: "fail",
      code: "invalid",
      values: check,
    });
  });

  it("fails where the file is another one than the request pins, with the evidence of both", () => {
    const facts = factsWith({
      experiment: known(
        { digest: OTHER_DIGEST, errors: 0 },
        evidenceFrom("experiment"),
      ),
    });
    expect(experimentValid(facts)).toMatchObject({
      status: "fail",
      code: "changed",
      values: { digest: OTHER_DIGEST, requested: DIGEST },
      evidence: [evidenceFrom("experiment"), evidenceFrom("request")],
    });
  });

  it("does not know where the experiment could not be read", () => {
    const facts = factsWith({ experiment: unknown("GitHub is down") });
    expect(experimentValid(facts)).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "GitHub is down" },
    });
  });
});
