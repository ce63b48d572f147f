import { expect, it } from "vitest";
import * as z from "zod";
import { localGitHub, send } from "./local-github.ts";

const DEPLOYMENTS = "/repos/acme/shop/deployments";
const ids = z.array(z.object({ id: z.number() }));
const states = z.array(z.object({ state: z.string() }));

it("deployments are listed by environment, and their statuses, the newest first", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const first = await sarah.deploy("production");
  await sarah.deploy("staging");
  const second = await sarah.deploy("production");
  await sarah.sayOfDeployment(first, "in_progress");
  await sarah.sayOfDeployment(first, "success");
  const ask = async (path: string) =>
    (await send(world, sarah.token, `GET ${DEPLOYMENTS}${path}`)).body;

  const listed = ids.parse(await ask("?environment=production"));
  expect(listed.map(({ id }) => id)).toEqual([second, first]);
  const said = states.parse(await ask(`/${first}/statuses`));
  expect(said.map(({ state }) => state)).toEqual(["success", "in_progress"]);
  expect(states.parse(await ask(`/${second}/statuses`))).toEqual([]);
  expect(world.contract.violations).toEqual([]);
});

it("a deployment takes write access, a ref that is there, and words that GitHub knows", async () => {
  const world = await localGitHub();
  const deploy = (login: string, body: object) =>
    send(world, world.as(login).token, `POST ${DEPLOYMENTS}`, body);
  expect((await deploy("sarah", { ref: "gone" })).status).toBe(422);
  expect((await deploy("mike", { ref: "main" })).status).toBe(403);
  const id = await world.as("sarah").deploy("production");
  await expect(world.as("sarah").sayOfDeployment(id, "done")).rejects.toThrow(
    "422",
  );
});

it("the App hears how a deployment stands where it listens to that", async () => {
  const world = await localGitHub({ app: { events: ["deployment_status"] } });
  const sarah = world.as("sarah");
  await sarah.sayOfDeployment(await sarah.deploy("production"), "success");
  expect(world.webhooks.deliveries.at(-1)).toMatchObject({
    event: "deployment_status",
    action: "created",
    payload: {
      deployment: { environment: "production", ref: "main" },
      deployment_status: { state: "success" },
      sender: { login: "sarah" },
    },
  });
  expect(world.contract.violations).toEqual([]);
});
