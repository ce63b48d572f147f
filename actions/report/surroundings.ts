import type { Outline } from "../../core/experiment/outline.ts";
import { parseExperiment } from "../../core/experiment/parse.ts";
import { DEFAULT_PATHS, type Policy } from "../../core/policy/schema.ts";
import { readPolicyFile } from "../../providers/github/policy-file.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { readFromCheckout } from "../gate/checkout.ts";

/** Stands for the digest of an experiment that is not in the checkout: it is nobody's. */
const NO_DIGEST = "none";

/** What an issue says besides the run itself. Where some of it is missing, the failure is filed all the same. */
export interface Surroundings {
  policy?: Policy;
  /** Why the policy could not be asked for. */
  unread?: ProviderError;
  digest: string;
  outline?: Outline;
}

/** The policy that is in force, and the experiment as it lies in the checkout. */
export async function observeSurroundings(
  github: GitHubRepository,
  workspace: string,
  experiment: string,
): Promise<Surroundings> {
  const observed = await observePolicy(github);
  const globs = observed.policy?.experiments.paths ?? DEFAULT_PATHS;
  const file = await readFromCheckout(workspace, globs, experiment);
  if (file.state === "unusable") return { ...observed, digest: NO_DIGEST };
  const { outline } = parseExperiment(file.text, { file: file.path });
  return { ...observed, digest: file.digest, ...(outline && { outline }) };
}

async function observePolicy(
  github: GitHubRepository,
): Promise<Pick<Surroundings, "policy" | "unread">> {
  try {
    const { commit } = await github.head();
    const read = await readPolicyFile(github, commit);
    return read.state === "valid" ? { policy: read.policy } : {};
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { unread: error };
  }
}
