import { expect, it } from "vitest";
import * as z from "zod";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { localGitHub, send, WORKFLOW } from "./local-github.ts";

const members = z
  .array(z.object({ login: z.string() }))
  .transform((found) => found.map(({ login }) => login));

async function permission(world: GitHubWorld, login: string): Promise<unknown> {
  const { status, body } = await send(
    world,
    world.as("ahmed").token,
    `GET /repos/acme/shop/collaborators/${login}/permission`,
  );
  return status === 200
    ? z.object({ permission: z.string(), role_name: z.string() }).parse(body)
    : status;
}

it("says what each person may do, in GitHub's older word and as a role", async () => {
  const world = await localGitHub();
  expect(await permission(world, "ahmed")).toEqual({
    permission: "admin",
    role_name: "admin",
  });
  expect(await permission(world, "sarah")).toEqual({
    permission: "write",
    role_name: "write",
  });
  expect(await permission(world, "tom")).toEqual({
    permission: "read",
    role_name: "triage",
  });
  expect(await permission(world, "zoe")).toEqual({
    permission: "none",
    role_name: "",
  });
  expect(await permission(world, "nobody")).toBe(404);
  expect(world.contract.violations).toEqual([]);
});

it("a team's members include those of its child teams, and nobody who has left", async () => {
  const world = await localGitHub();
  const list = async (team: string) => {
    const { status, body } = await send(
      world,
      world.as("mike").token,
      `GET /orgs/acme/teams/${team}/members?per_page=100`,
    );
    return status === 200 ? members.parse(body) : status;
  };
  expect(await list("on-call")).toEqual(["ahmed", "sarah", "mike"]);
  expect(await list("database")).toEqual(["sarah", "mike"]);
  expect(await list("members")).toBe(404);

  await world.setPermission("sarah", "none");
  expect(await list("on-call")).toEqual(["ahmed", "mike"]);
  expect(await permission(world, "sarah")).toEqual({
    permission: "none",
    role_name: "",
  });
  await expect(
    world.as("sarah").openIssue({ title: "Still here", body: "" }),
  ).rejects.toThrow("404");

  await world.setPermission("sarah", "maintain");
  expect(await permission(world, "sarah")).toEqual({
    permission: "write",
    role_name: "maintain",
  });
  expect(world.contract.violations).toEqual([]);
});

it("who only reads opens issues and comments, but changes nothing of others, pushes nothing and starts nothing", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const mike = world.as("mike");
  const theirs = await sarah.openIssue({ title: "Sarah's", body: "" });
  const said = await sarah.comment(theirs.number, "/chaos approve");
  const own = await mike.openIssue({ title: "Mike's", body: "" });

  await mike.editIssue(own.number, { body: "more" });
  await mike.comment(theirs.number, "hello");
  await expect(mike.editComment(said.id, "/chaos deny")).rejects.toThrow("403");
  await expect(mike.deleteComment(said.id)).rejects.toThrow("403");
  await expect(mike.closeIssue(theirs.number)).rejects.toThrow("403");
  await expect(mike.push({ "a.txt": "a" }, "mine")).rejects.toThrow("403");
  await expect(
    mike.dispatchWorkflow(WORKFLOW, {
      experiment: "x",
      environment: "staging",
    }),
  ).rejects.toThrow("403");
  await sarah.editComment(said.id, "/chaos deny");
  await world.as("tom").closeIssue(theirs.number);
  expect(await world.inspect.issue(theirs.number)).toMatchObject({
    open: false,
    reason: "completed",
  });
  expect(world.contract.violations).toEqual([]);
});

it("labels and assignees of a person without triage are dropped in silence; those of an issue form are not", async () => {
  const world = await localGitHub();
  const issue = { title: "Chaos", body: "", labels: ["chaos"] };
  const byApi = await send(
    world,
    world.as("mike").token,
    "POST /repos/acme/shop/issues",
    { ...issue, assignees: ["mike"] },
  );
  expect(byApi.status).toBe(201);
  await send(
    world,
    world.as("tom").token,
    "POST /repos/acme/shop/issues",
    issue,
  );
  await world.as("mike").openIssue(issue);
  expect(
    (await world.inspect.issues()).map(({ author, labels, assignees }) => [
      author,
      labels,
      assignees,
    ]),
  ).toEqual([
    ["mike", [], []],
    ["tom", ["chaos"], []],
    ["mike", ["chaos"], []],
  ]);
  expect(world.contract.violations).toEqual([]);
});

it("an unknown token, and none, are refused", async () => {
  const world = await localGitHub();
  const { status, body } = await send(
    world,
    "ghp_somebody",
    "GET /repos/acme/shop",
  );
  expect([status, body]).toMatchObject([401, { message: "Bad credentials" }]);
  expect((await fetch(`${world.apiUrl}/repos/acme/shop`)).status).toBe(401);
  expect(world.contract.violations).toEqual([]);
});

it("what is pushed is on the default branch", async () => {
  const world = await localGitHub();
  const before = await world.inspect.head();
  const sha = await world.as("sarah").push(
    {
      "experiments/a.json": "{}",
      "README.md": null,
      "b.bin": new Uint8Array([0, 255]),
    },
    "An experiment",
  );
  expect(await world.inspect.head()).toBe(sha);
  expect(sha).not.toBe(before);
  const tree = await send(
    world,
    world.as("mike").token,
    `GET /repos/acme/shop/git/trees/${sha}?recursive=1`,
  );
  const paths = z
    .object({ tree: z.array(z.object({ path: z.string(), type: z.string() })) })
    .parse(tree.body)
    .tree.filter(({ type }) => type === "blob")
    .map(({ path }) => path);
  expect(paths).toEqual([
    `.github/workflows/${WORKFLOW}`,
    "b.bin",
    "experiments/a.json",
  ]);
  expect(world.contract.violations).toEqual([]);
});
