import { describe, expect, it } from "vitest";
import { findExperiment } from "../../../core/experiment/location.ts";

const PATHS = [
  "README.md",
  "experiments/README.md",
  "experiments/database-pod-failure.json",
  "experiments/deep/network-partition.yaml",
  "experiments/deep/twice.json",
  "experiments/twice.yml",
  "experiments/.hidden.json",
  "secrets/database-pod-failure.json",
  "secrets/elsewhere.json",
];
const GLOBS = ["experiments/**/*.json", "experiments/**/*.{yaml,yml}"];

describe("an experiment is found", () => {
  it("by its file's name without ending, in every folder that the globs cover", () => {
    expect(findExperiment(PATHS, GLOBS, "database-pod-failure")).toEqual({
      ok: true,
      path: "experiments/database-pod-failure.json",
    });
    expect(findExperiment(PATHS, GLOBS, "network-partition")).toEqual({
      ok: true,
      path: "experiments/deep/network-partition.yaml",
    });
  });
});

describe("no experiment is found", () => {
  it.each([
    "../secrets/elsewhere",
    "deep/network-partition",
    "experiments/database-pod-failure.json",
    "..",
    ".hidden",
    "*",
    "",
    "a\nb",
    "a".repeat(101),
  ])("for %j, which is no plain name", (name) => {
    const location = findExperiment(PATHS, GLOBS, name);
    expect(location).toMatchObject({
      ok: false,
      reason: expect.stringContaining("is no name of an experiment") as unknown,
    });
  });

  it("outside of what the globs cover", () => {
    expect(findExperiment(PATHS, GLOBS, "elsewhere").ok).toBe(false);
    expect(findExperiment(PATHS, GLOBS, "README").ok).toBe(false);
  });

  it("where several files have the name", () => {
    expect(findExperiment(PATHS, GLOBS, "twice")).toEqual({
      ok: false,
      reason:
        "`twice` names several files: `experiments/deep/twice.json` and `experiments/twice.yml`. Rename all but one of them.",
    });
  });

  it("for a name that is misspelt, and the right one is suggested", () => {
    expect(findExperiment(PATHS, GLOBS, "database-pod-fialure")).toEqual({
      ok: false,
      reason:
        "There is no experiment `database-pod-fialure` under `experiments/**/*.json` or `experiments/**/*.{yaml,yml}`. Did you mean `database-pod-failure`?",
    });
  });

  it("quickly, for the worst that a policy can hold", () => {
    const long = ["b", "c".repeat(4_000)].map(
      (end) => `${"a".repeat(290)}${end}.json`,
    );
    const started = performance.now();
    findExperiment(long, ["*a*a*ac.json"], "b");
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
