import { afterEach, expect, it, vi } from "vitest";
import * as z from "zod";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { localGitHub, send, WORKFLOW } from "./local-github.ts";

const PLACE = "/repos/acme/shop/actions";
const DAY = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
});

const runsAnswer = z
  .object({ workflow_runs: z.array(z.object({ id: z.number() })) })
  .transform(({ workflow_runs: found }) => found.map(({ id }) => id));

async function started(world: GitHubWorld): Promise<number> {
  const { runId } = await world.as("sarah").dispatchWorkflow(WORKFLOW, {
    experiment: "pod-failure",
    environment: "staging",
  });
  return runId;
}

async function get(world: GitHubWorld, path: string) {
  return send(world, world.as("mike").token, `GET ${PLACE}${path}`);
}

it("a run is queued, in progress and completed, as its runner says", async () => {
  const world = await localGitHub();
  const queued: number[] = [];
  world.runs.onQueued(({ id }) => queued.push(id));
  const id = await started(world);
  const seen = async () => (await get(world, `/runs/${id}`)).body;
  expect(queued).toEqual([id]);
  expect(await seen()).toMatchObject({
    status: "queued",
    path: `.github/workflows/${WORKFLOW}`,
    event: "workflow_dispatch",
    head_branch: "main",
    head_sha: await world.inspect.head(),
    display_title: "pod-failure in staging by sarah",
    run_attempt: 1,
    triggering_actor: { login: "sarah" },
  });
  world.runs.start(id);
  expect(await seen()).toMatchObject({ status: "in_progress" });
  world.runs.complete(id, "failure");
  world.runs.complete(id, "success");
  expect(await seen()).toMatchObject({
    status: "completed",
    conclusion: "failure",
  });
  expect(() => world.runs.start(1)).toThrow("there is no run 1");
  expect((await get(world, "/runs/1")).status).toBe(404);
  expect(world.contract.violations).toEqual([]);
});

it("runs are listed newest first, by when they were created, by status and page by page", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T10:00:00Z") });
  const world = await localGitHub();
  const ids: number[] = [];
  for (const hour of ["10", "11", "12"]) {
    vi.setSystemTime(new Date(`2026-11-23T${hour}:30:00.900Z`));
    ids.push(await started(world));
  }
  world.runs.complete(ids[0] ?? 0, "success");
  const list = async (query: string) =>
    runsAnswer.parse(
      (await get(world, `/workflows/${WORKFLOW}/runs?${query}`)).body,
    );
  expect(await list("")).toEqual(ids.toReversed());
  expect(await list("created=%3E%3D2026-11-23T11:30:00Z")).toEqual(
    ids.slice(1).toReversed(),
  );
  expect(await list("status=success")).toEqual(ids.slice(0, 1));
  expect(await list("status=queued&branch=main&event=push")).toEqual([]);
  expect(await list("per_page=2&page=2")).toEqual(ids.slice(0, 1));
  expect(runsAnswer.parse((await get(world, "/runs")).body)).toHaveLength(3);
  expect(world.contract.violations).toEqual([]);
});

it("a run that waits is cancelled at once; one that is underway when its runner stops; one that is over never", async () => {
  const world = await localGitHub();
  const stopped: number[] = [];
  world.runs.onCancelled((id) => stopped.push(id));
  const waiting = await started(world);
  const underway = await started(world);
  world.runs.start(underway);
  const sarah = world.as("sarah");
  await sarah.cancelRun(waiting);
  await sarah.cancelRun(underway);
  expect(stopped).toEqual([underway]);
  expect(world.runs.start(waiting)).toBe(false);
  const states = () =>
    world.inspect.runs().map(({ status, conclusion }) => [status, conclusion]);
  expect(states()).toEqual([
    ["completed", "cancelled"],
    ["in_progress", null],
  ]);
  world.runs.complete(underway, "cancelled");
  expect(states()).toEqual([
    ["completed", "cancelled"],
    ["completed", "cancelled"],
  ]);
  await expect(sarah.cancelRun(underway)).rejects.toThrow("409");
  expect(world.contract.violations).toEqual([]);
});

it("an artifact is listed by its name and can be fetched for a minute from where GitHub says", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T10:00:00Z") });
  const world = await localGitHub();
  const id = await started(world);
  const zip = new Uint8Array([80, 75, 5, 6]);
  world.runs.uploadArtifact(id, "journal", zip);
  world.runs.uploadArtifact(id, "log", new Uint8Array(0));
  expect(() => world.runs.uploadArtifact(id, "log", zip)).toThrow(
    "has an artifact log already",
  );
  const named = await get(world, `/runs/${id}/artifacts?name=journal`);
  expect(named.body).toMatchObject({
    total_count: 1,
    artifacts: [
      {
        id: 1,
        name: "journal",
        size_in_bytes: 4,
        expired: false,
        digest:
          "sha256:6a3db24b8bc57d2ccdc198b2d7858ec657f34a7b2c9153bc04ca82d73170876d",
      },
    ],
  });
  const { status, headers } = await get(world, "/artifacts/1/zip");
  const location = headers.get("location") ?? "";
  expect(status).toBe(302);
  expect(new Uint8Array(await (await fetch(location)).arrayBuffer())).toEqual(
    zip,
  );
  expect((await fetch(location.replace("/1.zip", "/2.zip"))).status).toBe(403);
  vi.setSystemTime(Date.now() + 61_000);
  expect((await fetch(location)).status).toBe(403);

  vi.setSystemTime(Date.now() + 90 * DAY);
  expect((await get(world, "/artifacts/1/zip")).status).toBe(410);
  expect((await get(world, "/artifacts/1")).body).toMatchObject({
    expired: true,
  });
  expect((await get(world, "/artifacts/3/zip")).status).toBe(404);
  expect(world.contract.violations).toEqual([]);
});

it("a job's token acts as github-actions[bot], may do what its workflow says, and ends with the run", async () => {
  const world = await localGitHub();
  const id = await started(world);
  const token = world.runs.token(id, "chaos");
  const opened = await send(world, token, "POST /repos/acme/shop/issues", {
    title: "Please approve",
    body: "",
    labels: ["chaos"],
  });
  expect(opened.status).toBe(201);
  expect(opened.body).toMatchObject({
    user: { login: "github-actions[bot]", type: "Bot" },
    labels: [{ name: "chaos" }],
    performed_via_github_app: { id: 15_368, slug: "github-actions" },
  });
  const read = await send(
    world,
    token,
    "GET /repos/acme/shop/contents/README.md",
  );
  expect(read.status).toBe(200);
  const refused = await send(
    world,
    token,
    `POST ${PLACE}/workflows/${WORKFLOW}/dispatches`,
    { ref: "main" },
  );
  expect(refused.status).toBe(403);
  world.runs.complete(id, "success");
  const after = await send(world, token, "GET /repos/acme/shop");
  expect(after.status).toBe(401);
  expect(world.contract.violations).toEqual([]);
});
