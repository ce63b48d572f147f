import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { checkWorkflow } from "../../../core/workflow/check.ts";
import { DISPATCH_INPUTS } from "../../../core/workflow/inputs.ts";
import { WORKFLOW_RULES } from "../../../core/workflow/registry.ts";

const fragment = z.record(z.string(), z.unknown());
const SOUND = readFileSync(
  join(import.meta.dirname, "../../../.github/workflows/chaos-tests.yml"),
  "utf8",
);

/** The sound workflow with the example's keys in the place of its own. */
function codesOf(example: string): string[] {
  const whole = {
    ...fragment.parse(parse(SOUND)),
    ...fragment.parse(parse(example)),
  };
  return checkWorkflow(stringify(whole)).map(({ code }) => code);
}

/** The findings in a workflow that calls the gate's own, and hands on these inputs. */
function call(names: readonly string[]): string[] {
  const uses = "acme/chaos-governor/.github/workflows/chaos-tests.yml@v1";
  const given = Object.fromEntries(names.map((name) => [name, "x"]));
  return codesOf(stringify({ jobs: { chaos: { uses, with: given } } }));
}

describe("the rules for a chaos workflow", () => {
  it("find nothing in the workflow of this repository", () => {
    expect(checkWorkflow(SOUND)).toEqual([]);
  });

  it.each(WORKFLOW_RULES)(
    "$code objects to its example, and not to the other one",
    ({ code, example }) => {
      expect(codesOf(example.wrong)).toContain(code);
      expect(codesOf(example.right)).not.toContain(code);
    },
  );

  it("have codes of their own", () => {
    const codes = WORKFLOW_RULES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ["      digest:\n", "      digests:\n", "dispatch-inputs", "inputs:"],
    ["id: gate\n", "if: github.actor != 'mike'\n", "skippable-gate", "if:"],
    ["uses: ./\n", "run: echo yes\n", "no-gate", "chaos:"],
    ["timeout-minutes: 60\n", "\n", "no-job-timeout", "chaos:"],
    ["inputs.correlation", "github.run_id", "run-title", "run-name:"],
    ["      commit: ", "      comit: ", "gate-inputs", "with:"],
  ])("point at the line where %j became %j", (from, to, code, start) => {
    const text = SOUND.replace(from, to).replace(from, to);
    const found = checkWorkflow(text).map((finding) => ({
      code: finding.code,
      text: text.split("\n")[finding.line - 1]?.slice(finding.column - 1),
    }));
    expect(found).toEqual([
      { code, text: expect.stringMatching(new RegExp(`^${start}`)) },
    ]);
  });

  it.each([
    ["the event alone", "on: workflow_dispatch"],
    ["a list of events", "on: [push, workflow_dispatch]"],
    ["an event without inputs", "on: { workflow_dispatch: }"],
  ])("know a workflow that is started by %s, and what it lacks", (_, on) => {
    const codes = codesOf(on);
    expect(codes).toContain("dispatch-inputs");
    expect(codes).not.toContain("no-dispatch");
  });

  it("know a gate of another name by what it is given", () => {
    const given = DISPATCH_INPUTS.map((name) => `${name.replace("_", "-")}: x`);
    const job = (uses: string) =>
      `jobs: { a: { timeout-minutes: 5, steps: [{ uses: ${uses}, with: { ${given.join(", ")} } }] } }`;
    expect(codesOf(job("acme/our-gate@v1"))).toEqual([]);
  });

  it("take a job that calls the gate's own workflow for gated, if it hands on every input", () => {
    expect(call(DISPATCH_INPUTS)).toEqual([]);
    expect(call(["experiment"])).toEqual(["gate-inputs"]);
  });

  it("see an experiment run in a second job, also over several lines", () => {
    const jobs = fragment.parse(fragment.parse(parse(SOUND))["jobs"]);
    const beside = (run: string) =>
      codesOf(stringify({ jobs: { ...jobs, beside: { steps: [{ run }] } } }));
    expect(beside("chaos --verbose \\\n  run a.json")).toContain("no-gate");
    expect(beside("echo running no chaos")).toEqual([]);
  });
});

describe("what is no workflow", () => {
  it.each([
    "",
    "1",
    "[]",
    "null",
    "on:\njobs:",
    "jobs: []",
    "on: 1\njobs: { a: 1, b: { steps: [1, null, { uses: 1 }] } }",
  ])("%j is told as one that can't be started", (text) => {
    expect(checkWorkflow(text).length).toBeGreaterThan(0);
  });

  it("is told where its YAML breaks", () => {
    expect(checkWorkflow("on: push\njobs: [")).toMatchObject([{ line: 2 }]);
  });

  it("takes no time, whatever is in it", () => {
    const hostile = ["chaos ", "chaos -a ", " ", "\\\n"].map((part) =>
      part.repeat(200_000 / part.length),
    );
    const begun = performance.now();
    for (const run of hostile)
      checkWorkflow(
        JSON.stringify({
          on: "push",
          jobs: { a: { steps: [{ run: `chaos${run}` }] } },
        }),
      );
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
