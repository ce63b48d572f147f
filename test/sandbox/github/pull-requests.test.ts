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
