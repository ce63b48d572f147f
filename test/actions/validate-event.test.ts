import { describe, expect, it } from "vitest";
import { readInputs } from "../../actions/validate/inputs.ts";
import { readOccasion } from "../../actions/validate/occasion.ts";

const NONE = "0".repeat(40);
const [BEFORE, AFTER] = ["a".repeat(40), "b".repeat(40)];
const repository = { default_branch: "main" };
const pull_request = {
  number: 7,
  changed_files: 2,
  base: { ref: "release/2" },
};

describe("the event that a validation is for", () => {
  it("is a pull request, by the policy of the branch that it goes into", () => {
    expect(readOccasion("pull_request", { pull_request })).toEqual({
      into: "release/2",
      change: { by: "pull-request", number: 7, files: 2 },
    });
  });

  it("is a merge group, by the policy of the branch that it goes into", () => {
    const merge_group = {
      base_ref: "refs/heads/main",
      base_sha: BEFORE,
      head_sha: AFTER,
    };
    expect(readOccasion("merge_group", { merge_group })).toEqual({
      into: "main",
      change: { by: "commits", from: BEFORE, to: AFTER },
    });
  });

  it.each([
    ["what was there before", BEFORE, BEFORE],
    ["the default branch, where the branch is new", NONE, "main"],
  ])("is a push, compared with %s", (_, before, from) => {
    const payload = { before, after: AFTER, repository };
    expect(readOccasion("push", payload)).toEqual({
      change: { by: "commits", from, to: AFTER },
    });
  });

  it("changes nothing of what is checked out with pull_request_target", () => {
    expect(readOccasion("pull_request_target", { pull_request })).toEqual({
      into: "release/2",
    });
  });

  it("changes nothing by the clock or by hand", () => {
    expect(readOccasion("schedule", {})).toEqual({});
    expect(readOccasion("workflow_dispatch", { inputs: {} })).toEqual({});
  });
});

describe("the inputs of a validation", () => {
  const GIVEN = { files: "changed", "fail-on": "error", sarif: "", token: "t" };
  const read = (given: Record<string, string>) =>
    readInputs((name) => Object({ ...GIVEN, ...given })[name]);

  it("name no SARIF file where that is empty", () => {
    expect(read({})).toEqual({
      ok: true,
      inputs: { files: "changed", failOn: "error", token: "t" },
    });
  });

  it("may lack the token where all files are asked for", () => {
    expect(read({ files: "all", token: "" })).toEqual({
      ok: true,
      inputs: { files: "all", failOn: "error" },
    });
  });

  it.each([
    ["files", "some"],
    ["files", ""],
    ["fail-on", "::error::x"],
    ["token", ""],
  ])("are refused where %s is %j", (name, value) => {
    expect(read({ [name]: value })).toEqual({
      ok: false,
      problem: expect.stringMatching(new RegExp(`^The input ${name} is `)),
    });
  });
});
