import { expect, it } from "vitest";
import { localGitHub, send } from "./local-github.ts";

const PULLS = "GET /repos/acme/shop/pulls";

it("a pull request names the files that differ, and follows its branch", async () => {
  const world = await localGitHub({
    files: { "a.json": "{}", "b.json": "{}" },
  });
  const sarah = world.as("sarah");
  const { number, head } = await sarah.openPullRequest("topic", {
    "a.json": "[]",
    "b.json": null,
    "c.json": "{}",
  });
  const files = await send(world, sarah.token, `${PULLS}/${number}/files`);
  expect(files.body).toMatchObject([
    { filename: "a.json", status: "modified" },
    { filename: "b.json", status: "removed" },
    { filename: "c.json", status: "added" },
  ]);
  const pull = await send(world, sarah.token, `${PULLS}/${number}`);
  expect(pull.body).toMatchObject({ head: { sha: head }, changed_files: 3 });

  const next = await sarah.push({ "c.json": null }, "Without c", "topic");
  const list = await send(world, sarah.token, `${PULLS}?state=open`);
  expect(list.body).toMatchObject([{ number, head: { sha: next } }]);
  const after = await send(world, sarah.token, `${PULLS}/${number}/files`);
  expect(after.body).toHaveLength(2);
  const told = world.webhooks.deliveries
    .filter(({ event }) => event === "pull_request")
    .map(({ action }) => action);
  expect(told).toEqual(["opened", "synchronize"]);
  expect(world.contract.violations).toEqual([]);
});

it("a pull request from a fork has its head there, and outlives it", async () => {
  const world = await localGitHub({ files: { "a.json": "{}" } });
  const fork = world.fork("mike");
  const { number, head } = await fork.openPullRequest("topic", {
    "a.json": "[]",
  });
  const { token } = world.as("mike");
  const pull = () => send(world, token, `${PULLS}/${number}`);
  expect((await pull()).body).toMatchObject({
    changed_files: 1,
    head: {
      label: "mike:topic",
      ref: "topic",
      sha: head,
      user: { login: "mike" },
      repo: { full_name: "mike/shop", fork: true },
    },
    base: { repo: { full_name: "acme/shop" } },
  });

  await world.as("sarah").openPullRequest("topic", { "a.json": "{ }" });
  const next = await fork.push({ "b.json": "{}" }, "And b", "topic");
  const files = await send(world, token, `${PULLS}/${number}/files`);
  expect(files.body).toHaveLength(2);
  const told = world.webhooks.deliveries.map(
    ({ event, action }) => `${event}.${action ?? ""}`,
  );
  // A push to the fork itself is not the App's business.
  expect(told.filter((name) => name.startsWith("pull_request"))).toEqual([
    "pull_request.opened",
    "pull_request.opened",
    "pull_request.synchronize",
  ]);
  expect(told.filter((name) => name === "push.")).toHaveLength(1);

  fork.delete();
  const list = await send(world, token, `${PULLS}?state=open`);
  expect(list.body).toContainEqual(
    expect.objectContaining({
      number,
      head: expect.objectContaining({ sha: next, repo: null }),
    }),
  );
  expect((await pull()).body).toMatchObject({ head: { repo: null } });
  await expect(fork.push({ "b.json": null }, "", "topic")).rejects.toThrow(
    "mike has no fork any more",
  );
  expect(world.contract.violations).toEqual([]);
});

it("who has no fork opens no pull request from one", async () => {
  const world = await localGitHub();
  const { token } = world.as("mike");
  const made = await send(world, token, "POST /repos/acme/shop/pulls", {
    title: "Change",
    head: "mike:topic",
    base: "main",
  });
  expect(made.status).toBe(422);
});
