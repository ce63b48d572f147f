import { createPrivateKey, sign } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import * as z from "zod";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { APP_ID, localGitHub, send, WORKFLOW } from "./local-github.ts";

afterEach(() => {
  vi.useRealTimers();
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** What the App proves itself with: a JWT, signed with its key, good for ten minutes. */
function appToken(world: GitHubWorld, appId = APP_ID): string {
  const now = Math.floor(Date.now() / 1_000);
  const said = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({
    iat: now - 60,
    exp: now + 540,
    iss: appId,
  })}`;
  const key = createPrivateKey(world.privateKey);
  const signature = sign("sha256", Buffer.from(said), key);
  return `${said}.${signature.toString("base64url")}`;
}

async function installationToken(world: GitHubWorld): Promise<string> {
  const { status, body } = await send(
    world,
    appToken(world),
    `POST /app/installations/${world.installationId}/access_tokens`,
  );
  expect(status).toBe(201);
  return z.object({ token: z.string() }).parse(body).token;
}

it("the App finds itself, its installation and its repositories", async () => {
  const world = await localGitHub();
  const ask = async (route: string, token: string) =>
    (await send(world, token, route)).body;
  const app = appToken(world);
  expect(await ask("GET /app", app)).toMatchObject({
    id: APP_ID,
    slug: "chaos-governor",
    installations_count: 1,
  });
  const installation = { id: world.installationId, app_id: APP_ID };
  expect(await ask("GET /app/installations", app)).toMatchObject([
    installation,
  ]);
  expect(
    await ask(`GET /app/installations/${world.installationId}`, app),
  ).toMatchObject(installation);
  expect(await ask("GET /repos/acme/shop/installation", app)).toMatchObject(
    installation,
  );
  expect(await ask("GET /orgs/acme/installation", app)).toMatchObject(
    installation,
  );
  expect(
    await ask("GET /installation/repositories", await installationToken(world)),
  ).toMatchObject({ repositories: [{ full_name: "acme/shop" }] });
  expect(world.contract.violations).toEqual([]);
});

it("a JWT of another App, or one that is over, is refused", async () => {
  const world = await localGitHub();
  expect((await send(world, appToken(world, 1), "GET /app")).status).toBe(401);
  const token = appToken(world);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  expect((await send(world, token, "GET /app")).status).toBe(401);
  expect(world.contract.violations).toEqual([]);
});

it("an installation's token is good for an hour", async () => {
  const world = await localGitHub();
  const token = await installationToken(world);
  const read = async () =>
    (await send(world, token, "GET /repos/acme/shop")).status;
  expect(await read()).toBe(200);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
  expect(await read()).toBe(401);
  expect(world.contract.violations).toEqual([]);
});

it("the App may do what its permissions say, and no more", async () => {
  const world = await localGitHub({
    app: { permissions: { issues: "read", metadata: "read" } },
  });
  const token = await installationToken(world);
  const ask = async (route: string, body?: object) =>
    (await send(world, token, route, body)).status;
  expect(await ask("GET /repos/acme/shop/issues")).toBe(200);
  expect(await ask("GET /repos/acme/shop/collaborators/sarah/permission")).toBe(
    200,
  );
  expect(await ask("POST /repos/acme/shop/issues", { title: "x" })).toBe(403);
  expect(await ask("GET /repos/acme/shop/contents/README.md")).toBe(403);
  expect(await ask("GET /repos/acme/shop/actions/runs")).toBe(403);
  expect(
    await ask(
      `POST /repos/acme/shop/actions/workflows/${WORKFLOW}/dispatches`,
      { ref: "main" },
    ),
  ).toBe(403);
  expect(await ask("GET /orgs/acme/teams/on-call/members")).toBe(403);
  expect(world.contract.violations).toEqual([]);
});

it("what GitHub has not, and what the sandbox has not, is not found and a violation", async () => {
  const world = await localGitHub();
  const token = await installationToken(world);
  const missing = ["GET /repos/acme/shop/magic", "GET /repos/acme/shop/forks"];
  for (const route of missing)
    expect((await send(world, token, route)).status).toBe(404);
  expect(world.contract.violations.map(({ problem }) => problem)).toEqual([
    "GitHub has no such operation",
    "the sandbox has no repos/list-forks",
  ]);
});

it("the App has no business in a fork", async () => {
  const world = await localGitHub();
  world.fork("mike");
  const token = await installationToken(world);
  expect((await send(world, token, "GET /repos/mike/shop")).status).toBe(404);
  expect(world.contract.violations).toMatchObject([
    { path: "/repos/mike/shop", problem: "the App is not installed there" },
  ]);
});

it("a check takes 50 annotations at once, and adds them up", async () => {
  const world = await localGitHub();
  const token = await installationToken(world);
  const create = (count: number) =>
    world.inspect.head().then((head_sha) =>
      send(world, token, "POST /repos/acme/shop/check-runs", {
        name: "check",
        head_sha,
        output: output(count),
      }),
    );
  expect((await create(51)).status).toBe(422);
  const { status, body } = await create(50);
  expect(status).toBe(201);
  const { id } = z.object({ id: z.number() }).parse(body);
  const change = `PATCH /repos/acme/shop/check-runs/${id}`;
  await send(world, token, change, { output: output(10) });
  expect(world.checks.all.map(({ annotations }) => annotations.length)).toEqual(
    [60],
  );
});

function output(count: number) {
  const annotations = Array.from({ length: count }, (_, index) => ({
    path: "README.md",
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: "warning",
    message: "Look here.",
  }));
  return { title: "Checked", summary: "", annotations };
}
