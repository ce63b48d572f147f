import type { RequestObservation } from "../core/request/observation.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import { providerError } from "./learn.ts";

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

/** The same where it is one fact among others. */
export async function observePermission(
  github: GitHubRepository,
  login: string,
): Promise<RequestObservation["requesterMayWrite"]> {
  try {
    return { known: true, value: await mayWrite(github, login) };
  } catch (error) {
    return { known: false, reason: providerError(error).message };
  }
}
