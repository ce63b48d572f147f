import { expect, it } from "vitest";
import * as z from "zod";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { localGitHub, send, WORKFLOW } from "./local-github.ts";

const PLACE = "/repos/acme/shop/actions";
const INPUTS = { experiment: "pod-failure", environment: "production" };

const details = z.object({ workflow_run_id: z.number() });
const refusal = z.object({ message: z.string() });

async function dispatch(
  world: GitHubWorld,
  body: object,
  workflow = WORKFLOW,
): Promise<{ status: number; message?: string; run?: number }> {
  const { status, body: answer } = await send(
    world,
    world.as("sarah").token,
    `POST ${PLACE}/workflows/${workflow}/dispatches`,
    body,
  );
  const run = details.safeParse(answer).data?.workflow_run_id;
  const message = refusal.safeParse(answer).data?.message;
  return {
    status,
    ...(run !== undefined && { run }),
    ...(message !== undefined && { message }),
  };
}

it("answers the run's details where they are asked for, and nothing else otherwise", async () => {
  const world = await localGitHub();
  const asked = await dispatch(world, {
    ref: "main",
    inputs: INPUTS,
    return_run_details: true,
  });
  expect(asked.status).toBe(200);
  expect(await dispatch(world, { ref: "main", inputs: INPUTS })).toEqual({
    status: 204,
  });
  const [first, second] = world.inspect.runs();
  expect(first).toMatchObject({
    id: asked.run,
    number: 1,
    title: "pod-failure in production by sarah",
    actor: "sarah",
    branch: "main",
    inputs: { ...INPUTS, skip_validation: false },
    status: "queued",
    conclusion: null,
  });
  expect(second).toMatchObject({ number: 2 });
  expect(world.contract.violations).toEqual([]);
});

it.each([
  [
    "an input that the workflow does not take",
    { ref: "main", inputs: { ...INPUTS, colour: "red" } },
    'Unexpected inputs provided: ["colour"]',
  ],
  [
    "a missing input",
    { ref: "main", inputs: { environment: "staging" } },
    "Required input 'experiment' not provided",
  ],
  [
    "a choice that is none",
    { ref: "main", inputs: { ...INPUTS, environment: "moon" } },
    "Provided value 'moon' for input 'environment' not in the list of allowed values",
  ],
  [
    "a branch that is none",
    { ref: "moon", inputs: INPUTS },
    "No ref found for: moon",
  ],
])("refuses %s", async (_, body, message) => {
  const world = await localGitHub();
  expect(await dispatch(world, body)).toEqual({ status: 422, message });
  expect(world.inspect.runs()).toEqual([]);
  expect(world.inspect.dispatches()).toMatchObject([
    { by: "sarah", runId: undefined },
  ]);
  expect(world.contract.violations).toEqual([]);
});

it("refuses a commit, a workflow that can't be dispatched, a broken one, and one that is not there", async () => {
  const world = await localGitHub({
    files: {
      ".github/workflows/push.yml":
        "on: push\njobs: { a: { runs-on: x, steps: [{ run: a }] } }\n",
      ".github/workflows/broken.yml": "on: [\n",
    },
  });
  const ref = "main";
  const head = await world.inspect.head();
  expect(await dispatch(world, { ref: head, inputs: INPUTS })).toEqual({
    status: 422,
    message: `No ref found for: ${head}`,
  });
  expect(await dispatch(world, { ref }, "push.yml")).toEqual({
    status: 422,
    message: "Workflow does not have 'workflow_dispatch' trigger",
  });
  expect(await dispatch(world, { ref }, "broken.yml")).toMatchObject({
    status: 422,
  });
  expect(await dispatch(world, { ref }, "missing.yml")).toMatchObject({
    status: 404,
  });
  const listed = await send(
    world,
    world.as("mike").token,
    `GET ${PLACE}/workflows`,
  );
  expect(listed.body).toMatchObject({
    total_count: 3,
    workflows: [
      {
        name: ".github/workflows/broken.yml",
        path: ".github/workflows/broken.yml",
      },
      { name: "Chaos tests" },
      { path: ".github/workflows/push.yml" },
    ],
  });
  expect(world.contract.violations).toEqual([]);
});

it("refuses more than 25 inputs, and says that GitHub would not have been sent them", async () => {
  const world = await localGitHub();
  const inputs = Object.fromEntries(
    Array.from({ length: 26 }, (_, index) => [`input${index}`, "x"]),
  );
  expect(await dispatch(world, { ref: "main", inputs })).toMatchObject({
    status: 422,
    message: expect.stringContaining("up to 25"),
  });
  expect(world.contract.violations).toMatchObject([
    {
      operation: "actions/create-workflow-dispatch",
      where: "request body",
      problem: "/inputs must NOT have more than 25 properties",
    },
  ]);
});
