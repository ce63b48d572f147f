import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../../core/policy/parse.ts";
import type { BasePolicy } from "../../../core/pull-request/facts.ts";
import { touchedFiles } from "../../../core/pull-request/touch.ts";

function policy(): BasePolicy {
  const parsed = parsePolicy(`
version: 1
roles: {}
experiments: { paths: [chaos/**/*.yaml] }
environments:
  staging: { workflow: chaos-tests.yml }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return { state: "valid", policy: parsed.policy };
}

const changed = (path: string) => ({ path, change: "changed" }) as const;

const moved = (path: string, before: string) =>
  ({ path, before, change: "renamed" }) as const;

describe("the files of a pull request that bear on experiments", () => {
  it("are experiments where the policy has them, the policy, and the workflows that it names", () => {
    const touched = touchedFiles(
      [
        changed("README.md"),
        changed("chaos/a.yaml"),
        changed("chaos/a.json"),
        changed("experiments/a.json"),
        changed(".github/chaos-governor.yml"),
        changed(".github/workflows/chaos-tests.yml"),
        changed(".github/workflows/ci.yml"),
      ],
      policy(),
    );
    expect(touched.map(({ path, kind }) => [path, kind])).toEqual([
      ["chaos/a.yaml", "experiment"],
      [".github/chaos-governor.yml", "policy"],
      [".github/workflows/chaos-tests.yml", "workflow"],
    ]);
  });

  it.each(["missing", "invalid"] as const)(
    "are looked for where they are by default where the policy is %s",
    (state) => {
      const touched = touchedFiles(
        [changed("experiments/a.json"), changed("chaos/a.yaml")],
        { state },
      );
      expect(touched.map(({ path }) => path)).toEqual(["experiments/a.json"]);
    },
  );

  it("are removed where they moved out of sight, and added where they moved in", () => {
    const touched = touchedFiles(
      [moved("old/a.yaml", "chaos/a.yaml"), moved("chaos/b.yaml", "b.yaml")],
      policy(),
    );
    expect(touched).toEqual([
      { path: "chaos/a.yaml", kind: "experiment", change: "removed" },
      { path: "chaos/b.yaml", kind: "experiment", change: "renamed" },
    ]);
  });
});
