import * as z from "zod";
import { find } from "./ask.ts";
import type { Octokit } from "./octokit.ts";
import { time } from "./shape.ts";

/** A repository as GitHub knows it now. */
export interface Whereabouts {
  /** GitHub's, which stays the same whatever it is called. */
  id: number;
  owner: string;
  repo: string;
  archived: boolean;
}

const installation = z.object({
  id: z.number(),
  suspended_at: time.nullish(),
});

export const repositoryCard = z
  .object({
    id: z.number(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    archived: z.boolean().nullish(),
  })
  .transform(({ id, name, owner, archived }): Whereabouts => ({
    id,
    owner: owner.login,
    repo: name,
    archived: archived === true,
  }));

/**
 * Where a repository of that name is, and which installation of the App reaches it. GitHub leads from a former name to
 * the one of today. Undefined where no installation reaches it, or one that is suspended.
 *
 * @param app a client that speaks as the App itself
 * @param clientOf one that speaks as an installation
 * @throws ProviderError
 */
export async function whereabouts(
  app: Octokit,
  clientOf: (installation: number) => Promise<Octokit>,
  { owner, repo }: { owner: string; repo: string },
): Promise<(Whereabouts & { installation: number }) | undefined> {
  const installed = await find(app, {
    doing: `find the installation that reaches ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/installation",
    parameters: { owner, repo },
    answer: installation,
  });
  if (!installed || installed.suspended_at) return undefined;
  const found = await find(await clientOf(installed.id), {
    doing: `find ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}",
    parameters: { owner, repo },
    answer: repositoryCard,
  });
  return found && { ...found, installation: installed.id };
}
