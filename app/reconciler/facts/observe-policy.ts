import type { PolicyObservation } from "../../../core/request/observation.ts";
import {
  type PolicyFile,
  readPolicyFile,
} from "../../../providers/github/policy-file.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import type { CommitMemory } from "../commit-memory.ts";
import { providerError } from "../learn.ts";

/** The policy at a commit of the default branch; asked of GitHub once a commit. */
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
  return memory.policies.answer(
    `${github.owner}/${github.name}@${commit}`,
    () => readPolicyFile(github, commit),
  );
}
