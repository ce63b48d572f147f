import { POLICY_BYTES } from "../../core/policy/limits.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import { POLICY_PATH } from "../../core/policy/path.ts";
import type { PolicyObservation } from "../../core/request/observation.ts";
import type { GitHubRepository } from "./repository.ts";

export type PolicyFile = Exclude<PolicyObservation, { state: "unreachable" }>;

/**
 * The policy at a commit, which is the head of the default branch wherever something is decided by it.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function readPolicyFile(
  github: Pick<GitHubRepository, "readFile">,
  commit: string,
): Promise<PolicyFile> {
  const file = await github.readFile(POLICY_PATH, commit, POLICY_BYTES);
  switch (file.state) {
    case "missing":
      return { state: "missing", commit };
    case "too-large":
      return unusable(
        commit,
        "too-large",
        `The policy has ${file.size} bytes; at most ${file.limit} are read.`,
      );
    case "binary":
      return unusable(commit, "binary", "The policy is not a text file.");
    case "text": {
      const parsed = parsePolicy(file.text);
      return parsed.ok
        ? { state: "valid", commit, policy: parsed.policy }
        : { state: "invalid", commit, diagnostics: parsed.diagnostics };
    }
  }
}

function unusable(commit: string, code: string, message: string): PolicyFile {
  const finding = { code, message, line: 1, column: 1, path: [] };
  return {
    state: "invalid",
    commit,
    diagnostics: [{ ...finding, severity: "error" }],
  };
}
