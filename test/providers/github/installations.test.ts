import { expect, it } from "vitest";
import {
  activeInstallations,
  installedRepositories,
} from "../../../providers/github/installations.ts";
import type { Octokit } from "../../../providers/github/octokit.ts";
import { createContract } from "../../../sandbox/github/contract/contract.ts";
import { example } from "./example.ts";
import { exchangeFor } from "./exchange.ts";

const LINK = '<https://api.github.com/list?per_page=100&page=2>; rel="next"';

/** A GitHub that answers with these pages, each of which is held to GitHub's own description. */
function pages(path: string, bodies: unknown[]): Octokit {
  const contract = createContract();
  const exchange = exchangeFor("GET", new URL(path, "https://api.github.com"));
  for (const body of bodies) contract.answer(exchange, 200, body);
  expect(contract.violations).toEqual([]);
  return {
    request: (route, { page = "1" } = {}) => {
      expect(route).toBe(`GET ${path}`);
      const last = Number(page) === bodies.length;
      return Promise.resolve({
        status: 200,
        headers: last ? {} : { link: LINK },
        data: bodies[Number(page) - 1],
      });
    },
  };
}

it("the App's installations are read to the last page, without those that are suspended", async () => {
  const one = example("base-installation");
  const installation = (id: number, suspended_at: string | null = null) => ({
    ...one,
    account: null,
    id,
    suspended_at,
  });
  const octokit = pages("/app/installations", [
    [installation(1), installation(2, "2026-03-02T10:00:00Z")],
    [installation(3)],
  ]);
  expect(await activeInstallations(octokit)).toEqual([1, 3]);
});

it("an installation's repositories are read to the last page, archived ones too", async () => {
  const answer = example("repository-paginated-2");
  const [one] = Object(answer["repositories"]);
  const page = (...repositories: object[]) => ({
    total_count: 3,
    repositories: repositories.map((changed) => ({ ...one, ...changed })),
  });
  const octokit = pages("/installation/repositories", [
    page({ id: 1, name: "shop" }, { id: 2, name: "old", archived: true }),
    page({ id: 3, name: "studio" }),
  ]);
  expect(await installedRepositories(octokit)).toEqual([
    { id: 1, owner: "octocat", repo: "shop", archived: false },
    { id: 2, owner: "octocat", repo: "old", archived: true },
    { id: 3, owner: "octocat", repo: "studio", archived: false },
  ]);
});
