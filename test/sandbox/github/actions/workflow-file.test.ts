import { expect, it } from "vitest";
import {
  acceptInputs,
  readWorkflowFile,
} from "../../../../sandbox/github/actions/workflow-file.ts";

const JOBS = "jobs: { a: { runs-on: x, steps: [{ run: a }] } }";

const read = (text: string) => readWorkflowFile("a.yml", `${text}\n${JOBS}\n`);

it.each([
  ["on: workflow_dispatch", []],
  ["on: [push, workflow_dispatch]", []],
  ["on: { workflow_dispatch: , push: }", []],
  ["on: { workflow_dispatch: { inputs: { a: {}, b: {} } } }", ["a", "b"]],
  ["on: push", undefined],
  ["on: [push, pull_request]", undefined],
  ["on: { schedule: [{ cron: '0 0 * * *' }] }", undefined],
])("%s takes the inputs %j", (on, inputs) => {
  const declared = read(on).inputs;
  expect(declared && [...declared.keys()]).toEqual(inputs);
});

it("a run's title is its run-name, else the workflow's name, else its path", () => {
  const contexts = { inputs: { what: "pods" }, github: { actor: "sarah" } };
  const title = (text: string) =>
    read(`${text}\non: workflow_dispatch`).title(contexts);
  expect(
    title("run-name: ${{ inputs.what }} by ${{ github.actor }}\nname: Chaos"),
  ).toBe("pods by sarah");
  expect(title("name: Chaos")).toBe("Chaos");
  expect(title("")).toBe("a.yml");
});

function permissions(workflow: string, job: string) {
  return readWorkflowFile(
    "a.yml",
    `on: push\n${workflow}\njobs: { a: { runs-on: x, ${job} steps: [{ run: a }] } }\n`,
  ).permissions("a");
}

it("a token's permissions are the job's, else the workflow's, else only to read", () => {
  expect(permissions("", "")).toEqual({ contents: "read", packages: "read" });
  expect(permissions("permissions: { issues: write }", "")).toEqual({
    issues: "write",
  });
  expect(
    permissions("permissions: write-all", "permissions: { actions: read },"),
  ).toEqual({ actions: "read" });
  expect(permissions("permissions: {}", "")).toEqual({});
  expect(permissions("permissions: write-all", "")).toMatchObject({
    issues: "write",
  });
});

it("inputs are typed as the workflow declares them, and have its defaults", () => {
  const { inputs = new Map() } = read(`on:
  workflow_dispatch:
    inputs:
      name: { default: pods }
      dry: { type: boolean }
      count: { type: number, default: 3 }
      free: {}`);
  expect(acceptInputs(inputs, { dry: "true" })).toEqual({
    ok: true,
    inputs: { name: "pods", dry: true, count: 3, free: "" },
  });
  expect(acceptInputs(inputs, { dry: "yes" })).toEqual({
    ok: false,
    problem: "Provided value 'yes' for input 'dry' is not a boolean",
  });
  expect(acceptInputs(inputs, { count: "many" })).toEqual({
    ok: false,
    problem: "Provided value 'many' for input 'count' is not a number",
  });
});

it("a file that is no workflow says why", () => {
  expect(() => readWorkflowFile("a.yml", "on: push\njobs: 3\n")).toThrow(
    /^a\.yml is no workflow: /,
  );
});
