import type { GitHubRepository } from "../providers/github/repository.ts";

const WRITERS = ["write", "maintain", "admin"];

/**
 * Whether a person may write to the repository. No App may: whom a workflow or another App speaks for is not known.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function mayWrite(
  github: GitHubRepository,
  login: string,
): Promise<boolean> {
  if (login.endsWith("[bot]")) return false;
  return WRITERS.includes(await github.permission(login));
}
