import * as z from "zod";
import { list } from "./ask.ts";
import type { Octokit } from "./octokit.ts";
import { time } from "./shape.ts";
import { repositoryCard, type Whereabouts } from "./whereabouts.ts";

const installation = z.object({
  id: z.number(),
  suspended_at: time.nullish(),
});

const repositories = z
  .object({ repositories: z.array(repositoryCard) })
  .transform((answer) => answer.repositories);

/**
 * The ids of the App's installations, but for suspended ones.
 *
 * @param octokit a client that speaks as the App itself
 * @throws ProviderError
 */
export async function activeInstallations(octokit: Octokit): Promise<number[]> {
  const installations = await list(octokit, {
    doing: "list the App's installations",
    route: "GET /app/installations",
    parameters: {},
    answer: z.array(installation),
  });
  return installations
    .filter(({ suspended_at }) => !suspended_at)
    .map(({ id }) => id);
}

/**
 * The repositories that an installation may see.
 *
 * @param octokit a client that speaks as the installation
 * @throws ProviderError
 */
export function installedRepositories(
  octokit: Octokit,
): Promise<Whereabouts[]> {
  return list(octokit, {
    doing: "list the installation's repositories",
    route: "GET /installation/repositories",
    parameters: {},
    answer: repositories,
  });
}
