import type { Above } from "../core/policy/check.ts";
import { ORGANISATION_REPOSITORY } from "../core/policy/path.ts";
import type { PolicyObservation } from "../core/request/observation.ts";
import {
  organisationCommit,
  type OrganisationFile,
  type PolicyFile,
  readOrganisation,
  readPolicyBelow,
} from "../providers/github/policy-file.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import type { CommitMemory } from "./commit-memory.ts";
import { providerError } from "./learn.ts";

/**
 * The policy at a commit of the default branch, and what it inherits. Of each of the two commits GitHub is asked once;
 * which one of the organisation's is the latest, it is asked at each look.
 */
export async function observePolicy(
  github: GitHubRepository,
  commit: string,
  memory: CommitMemory,
): Promise<PolicyObservation> {
  try {
    return await policyAt(github, commit, memory);
  } catch (error) {
    return { state: "unreachable", reason: providerError(error).message };
  }
}

/**
 * The same for who can do nothing without it.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function policyAt(
  github: GitHubRepository,
  commit: string,
  memory: CommitMemory,
): Promise<PolicyFile> {
  const { above, file } = await organisationNow(github, memory);
  return memory.policies.answer(
    `${github.owner}/${github.name}@${commit} below ${above ?? "nothing"}`,
    () => readPolicyBelow(github, commit, file),
  );
}

/**
 * What stands above a repository's policy, for who reads that policy itself. What can't be used is left out: whatever is
 * below it can't be used either.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function organisationAbove(
  github: GitHubRepository,
  memory: CommitMemory,
): Promise<Above> {
  if (github.name === ORGANISATION_REPOSITORY)
    return { holdsOrganisation: true };
  const { file } = await organisationNow(github, memory);
  return file.state === "valid" ? { organisation: file.organisation } : {};
}

async function organisationNow(
  github: GitHubRepository,
  memory: CommitMemory,
): Promise<{ above: string | undefined; file: OrganisationFile }> {
  const above = await organisationCommit(github);
  const file = await memory.organisations.answer(
    `${github.owner}@${above ?? ""}`,
    () => readOrganisation(github, above),
  );
  return { above, file };
}
