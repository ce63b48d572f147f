import { Probot } from "probot";
import { expect, it } from "vitest";
import {
  hookDeliveries,
  redeliver,
} from "../../../providers/github/hook-deliveries.ts";
import { eventually } from "../../../sandbox/eventually.ts";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import {
  APP_ID,
  localGitHub,
  SECRET,
} from "../../sandbox/github/local-github.ts";

const LONG_AGO = new Date(0);
const MOST = 1_000;

async function asTheApp(world: GitHubWorld) {
  const probot = new Probot({
    appId: APP_ID,
    privateKey: world.privateKey,
    secret: SECRET,
    baseUrl: world.apiUrl,
    logLevel: "fatal",
  });
  return (await probot.ready()).auth();
}

/** So many deliveries that nobody takes. */
async function failing(world: GitHubWorld, count: number) {
  world.webhooks.url = "http://127.0.0.1:1/";
  const sarah = world.as("sarah");
  const { number } = await sarah.openIssue({ title: "Chaos", body: "" });
  for (let one = 1; one < count; one += 1)
    await sarah.comment(number, `comment ${one}`);
  await eventually(`${count} deliveries`, () =>
    world.webhooks.deliveries.filter(({ failure }) => failure !== undefined)
      .length === count
      ? true
      : undefined,
  );
}

it("failed deliveries are read from page to page, the latest first, as far as is wanted", async () => {
  const world = await localGitHub();
  await failing(world, 105);
  const octokit = await asTheApp(world);
  const filter = { status: "failure", since: LONG_AGO, most: MOST } as const;
  const all = await hookDeliveries(octokit, filter);
  expect(all.map(({ guid }) => guid)).toEqual(
    world.webhooks.deliveries.map(({ id }) => id).toReversed(),
  );
  expect(await hookDeliveries(octokit, { ...filter, most: 10 })).toHaveLength(
    100,
  );
  const since = new Date(Date.now() + 60_000);
  expect(await hookDeliveries(octokit, { ...filter, since })).toEqual([]);
  expect(
    await hookDeliveries(octokit, { ...filter, status: "success" }),
  ).toEqual([]);
  expect(world.contract.violations).toEqual([]);
});

it("what is delivered again is the same event, once more", async () => {
  const world = await localGitHub();
  await failing(world, 1);
  const octokit = await asTheApp(world);
  await redeliver(octokit, 1);
  expect(world.webhooks.deliveries[1]).toMatchObject({
    id: world.webhooks.deliveries[0]?.id,
    redelivery: true,
  });
  await expect(redeliver(octokit, 99)).rejects.toThrow(
    "could not have delivery 99 delivered again: answered 404",
  );
  expect(world.contract.violations).toEqual([]);
});
