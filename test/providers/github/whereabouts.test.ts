import { Probot } from "probot";
import { expect, it } from "vitest";
import { whereabouts } from "../../../providers/github/whereabouts.ts";
import type { Octokit } from "../../../providers/github/octokit.ts";
import { ProviderError } from "../../../providers/provider-error.ts";
import {
  APP_ID,
  localGitHub,
  SECRET,
} from "../../sandbox/github/local-github.ts";

it("a repository is found with its id, by the installation that reaches it, in any case", async () => {
  const world = await localGitHub();
  const probot = await new Probot({
    appId: APP_ID,
    privateKey: world.privateKey,
    secret: SECRET,
    baseUrl: world.apiUrl,
    logLevel: "fatal",
  }).ready();
  const ask = async (repo: string) =>
    whereabouts(await probot.auth(), (id) => probot.auth(id), {
      owner: "acme",
      repo,
    });
  const found = await ask("Shop");
  expect(found).toMatchObject({
    owner: "acme",
    repo: "shop",
    installation: world.installationId,
    archived: false,
  });
  expect(found?.id).toBeGreaterThan(0);
  expect(await ask("nothing")).toBeUndefined();
  expect(world.contract.violations).toEqual([]);
});

const answering = (data: unknown): Octokit => ({
  request: () => Promise.resolve({ status: 200, headers: {}, data }),
});
const nobody = () => Promise.reject(new Error("nobody is to be asked"));
const SHOP = { owner: "acme", repo: "shop" };

it("who is suspended reaches nothing", async () => {
  const app = answering({ id: 7, suspended_at: "2026-03-02T10:00:00Z" });
  expect(await whereabouts(app, nobody, SHOP)).toBeUndefined();
});

it("where GitHub leads elsewhere, that is the name", async () => {
  const moved = {
    id: 5,
    name: "store",
    owner: { login: "other" },
    archived: true,
  };
  expect(
    await whereabouts(
      answering({ id: 7 }),
      () => Promise.resolve(answering(moved)),
      SHOP,
    ),
  ).toEqual({
    id: 5,
    owner: "other",
    repo: "store",
    installation: 7,
    archived: true,
  });
});

it("an answer that is none is a failure, not a repository that is gone", async () => {
  await expect(
    whereabouts(answering(""), () => Promise.resolve(answering({})), SHOP),
  ).rejects.toThrow(ProviderError);
});
