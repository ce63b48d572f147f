import { expect, it } from "vitest";
import { localGitHub, send } from "./local-github.ts";

const REPOSITORY = "/repos/acme/shop";

it("an issue or a comment that is too long for GitHub is too long here", async () => {
  const world = await localGitHub();
  const { token } = world.as("sarah");
  const body = "x".repeat(65_537);
  const issues = `POST ${REPOSITORY}/issues`;
  const refused = await send(world, token, issues, { title: "Chaos", body });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    errors: [
      {
        resource: "Issue",
        message: "body is too long (maximum is 65536 characters)",
      },
    ],
  });
  const title = "x".repeat(257);
  expect((await send(world, token, issues, { title })).status).toBe(422);
  const { number } = await world
    .as("sarah")
    .openIssue({ title: "x".repeat(256), body: body.slice(1) });
  const comments = `POST ${REPOSITORY}/issues/${number}/comments`;
  expect((await send(world, token, comments, { body })).status).toBe(422);
  expect(await world.inspect.comments(number)).toEqual([]);
  expect(world.contract.violations).toEqual([]);
});

it("the content of a file is left out from 1 MB on, and is to be had as a blob", async () => {
  const text = `${"x".repeat(1024 * 1024)}\n`;
  const world = await localGitHub({ files: { "large.txt": text } });
  const { token } = world.as("mike");
  const content = await send(
    world,
    token,
    `GET ${REPOSITORY}/contents/large.txt`,
  );
  expect(content.body).toMatchObject({
    size: text.length,
    encoding: "none",
    content: "",
  });
  expect(world.contract.violations).toEqual([]);
});

it("names are found whatever their case", async () => {
  const world = await localGitHub();
  const { token } = world.as("ahmed");
  const status = async (route: string) =>
    (await send(world, token, route)).status;
  expect(await status("GET /repos/Acme/SHOP")).toBe(200);
  expect(await status("GET /repos/Acme/SHOP/issues")).toBe(200);
  expect(await status("GET /repos/acme/shopping")).toBe(404);
  expect(
    await status("GET /repos/acme/shop/collaborators/Sarah/permission"),
  ).toBe(200);
  expect(await status("GET /orgs/ACME/teams/On-Call/members")).toBe(200);
  expect(world.contract.violations).toEqual([]);
});

it("a body that is no JSON is refused", async () => {
  const world = await localGitHub();
  const response = await fetch(`${world.apiUrl}${REPOSITORY}/issues`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.as("sarah").token}` },
    body: "{",
  });
  expect(response.status).toBe(400);
});

it("a port that is taken is said at once, and nothing is left running", async () => {
  const world = await localGitHub();
  const port = Number(new URL(world.url).port);
  await expect(localGitHub({ port })).rejects.toThrow("EADDRINUSE");
});
