import { expect, it } from "vitest";
import { localGitHub, send } from "./local-github.ts";

const CREATE = "POST /repos/acme/shop/issues";
const ISSUE = { title: "Chaos", body: "" };

it("a request is refused with a status, once or as often as said, and nothing is done", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const open = async () =>
    (await send(world, sarah.token, CREATE, ISSUE)).status;
  world.fail({ match: { operation: "issues/create" }, times: 2, how: 502 });
  expect(await open()).toBe(502);
  expect(await open()).toBe(502);
  expect(await world.inspect.issues()).toEqual([]);
  expect(await open()).toBe(201);
  expect(world.contract.violations).toEqual([]);
});

it("an answer can be nonsense, and only somebody's requests can fail", async () => {
  const world = await localGitHub();
  world.fail({
    match: { login: "mike" },
    how: {
      status: 200,
      headers: { "content-type": "text/html" },
      body: "<h1>Be right back</h1>",
    },
  });
  const get = async (login: string) => {
    const { token } = world.as(login);
    const response = await fetch(`${world.apiUrl}/repos/acme/shop`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return response.text();
  };
  expect(JSON.parse(await get("sarah"))).toMatchObject({ name: "shop" });
  expect(await get("mike")).toBe("<h1>Be right back</h1>");
  expect(world.contract.violations).toEqual([]);
});

it("a connection can break before anything is done, or after", async () => {
  const world = await localGitHub();
  const { token } = world.as("sarah");
  const open = () => send(world, token, CREATE, ISSUE);
  world.fail({ match: { operation: "issues/create" }, how: "reset" });
  await expect(open()).rejects.toThrow("fetch failed");
  expect(await world.inspect.issues()).toHaveLength(0);
  world.fail({ match: { operation: "issues/create" }, how: "after-effect" });
  await expect(open()).rejects.toThrow("fetch failed");
  expect(await world.inspect.issues()).toHaveLength(1);
});

it("an answer may never come", async () => {
  const world = await localGitHub();
  world.fail({ match: { operation: "repos/get" }, how: "timeout" });
  const response = fetch(`${world.apiUrl}/repos/acme/shop`, {
    headers: { authorization: `Bearer ${world.as("sarah").token}` },
    signal: AbortSignal.timeout(50),
  });
  await expect(response).rejects.toThrow("timeout");
});
