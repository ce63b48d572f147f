import { parsePolicy } from "../../core/policy/parse.ts";
import { POLICY_PATH } from "../../core/policy/path.ts";
import type { PolicyObservation } from "../../core/request/observation.ts";
import type {
  FileRead,
  GitHubRepository,
} from "../../providers/github/repository.ts";
import type { CommitMemory } from "./commit-memory.ts";
import { providerError } from "./learn.ts";

const LIMIT_BYTES = 256 * 1_024;

/** The policy at a commit of the default branch; asked of GitHub once a commit. */
export async function observePolicy(
  github: GitHubRepository,
  commit: string,
  memory: CommitMemory,
): Promise<PolicyObservation> {
  try {
    return await memory.policies.answer(
      `${github.owner}/${github.name}@${commit}`,
      async () =>
        readPolicy(
          await github.readFile(POLICY_PATH, commit, LIMIT_BYTES),
          commit,
        ),
    );
  } catch (error) {
    return { state: "unreachable", reason: providerError(error).message };
  }
}

function readPolicy(file: FileRead, commit: string): PolicyObservation {
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

function unusable(
  commit: string,
  code: string,
  message: string,
): PolicyObservation {
  return {
    state: "invalid",
    commit,
    diagnostics: [
      { code, severity: "error", message, line: 1, column: 1, path: [] },
    ],
  };
}
