import { describe, expect, it } from "vitest";
import { readInputs } from "../../actions/gate/inputs.ts";

const GIVEN = {
  experiment: "pod-failure",
  environment: "production",
  app: "chaos-governor",
  author: "github-actions[bot]",
  token: "t",
};

function read(inputs: Record<string, string>) {
  return readInputs((name) => ({ ...GIVEN, ...inputs })[name] ?? "");
}

describe("the gate's inputs", () => {
  it("are a person's where none of the app's is set", () => {
    expect(read({})).toEqual({
      ok: true,
      inputs: {
        ...GIVEN,
        alone: false,
        skipValidation: false,
        organisationRequired: false,
      },
    });
  });

  it.each(["request", "correlation", "digest", "commit"])(
    "are the app's where %s is set",
    (name) => {
      expect(read({ [name]: "1" })).toMatchObject({
        ok: true,
        inputs: { claim: { [name]: "1" } },
      });
    },
  );

  it.each([
    ["experiment", "../../etc/passwd"],
    ["experiment", ""],
    ["experiment", "a\nb"],
    ["environment", "Production!"],
    ["environment", "$(id)"],
    ["skip-validation", "maybe"],
    ["app", "chaos governor"],
    ["organisation-policy", "maybe"],
    ["author", "sarah"],
    ["token", ""],
  ])("are refused where %s is %j", (name, value) => {
    expect(read({ [name]: value })).toEqual({
      ok: false,
      problem: expect.stringMatching(new RegExp(`^The input ${name} is `)),
    });
  });
});
