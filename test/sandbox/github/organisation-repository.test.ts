import { expect, it } from "vitest";
import * as z from "zod";
import { localGitHub, send } from "./local-github.ts";

const FILE = "chaos-governor.yml";
const commits = z.array(z.object({ sha: z.string() }));

it("everybody reads the organisation's repository, and nobody changes it here", async () => {
  const world = await localGitHub({ organisationFiles: { [FILE]: "a: 1\n" } });
  // Mike may read the repository shop; this one he may because it is public.
  const { token } = world.as("mike");
  const place = "/repos/acme/.github";
  const list = await send(
    world,
    token,
    `GET ${place}/commits?path=${FILE}&per_page=1`,
  );
  const [commit] = commits.parse(list.body);
  const file = await send(
    world,
    token,
    `GET ${place}/contents/${FILE}?ref=${commit?.sha}`,
  );
  expect(file).toMatchObject({
    status: 200,
    body: { content: expect.stringContaining("YTogMQo") },
  });
  const issue = { title: "A", body: "" };
  const refused = await send(
    world,
    world.as("ahmed").token,
    `POST ${place}/issues`,
    issue,
  );
  expect(refused.status).toBe(403);
  expect(world.contract.violations).toEqual([]);
});

it("an organisation without such a repository has none", async () => {
  const world = await localGitHub();
  const route = "GET /repos/acme/.github/commits?per_page=1";
  expect((await send(world, world.as("ahmed").token, route)).status).toBe(404);
});
