import { blastRadiusOf } from "../core/experiment/blast-radius.ts";
import { experimentDigest } from "../core/experiment/digest.ts";
import { findExperiment } from "../core/experiment/location.ts";
import { parseExperiment } from "../core/experiment/parse.ts";
import { checksOf } from "../core/policy/checks.ts";
import type { Policy } from "../core/policy/schema.ts";
import type { ExperimentObservation } from "../core/request/observation.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import type { CommitMemory } from "./commit-memory.ts";
import { providerError } from "./learn.ts";

/** How large an experiment may be; larger files are not read. */
const LIMIT_BYTES = 1_024 * 1_024;

/** The experiment of that name at a commit: where it is, its digest, and what is wrong with it. */
export async function observeExperiment(
  github: GitHubRepository,
  commit: string,
  policy: Policy,
  name: string,
  memory: CommitMemory,
): Promise<ExperimentObservation> {
  try {
    const file = await readExperiment(github, commit, policy, name, memory);
    if (!file.ok) return { state: "unusable", reason: file.reason };
    const { diagnostics, outline } = parseExperiment(file.text, {
      file: file.path,
      checks: checksOf(policy),
    });
    return {
      state: "found",
      path: file.path,
      digest: file.digest,
      diagnostics,
      ...(outline && { radius: blastRadiusOf(outline) }),
    };
  } catch (error) {
    return { state: "unreachable", reason: providerError(error).message };
  }
}

type ExperimentFile =
  | { ok: true; path: string; text: string; digest: string }
  | { ok: false; reason: string };

/**
 * The experiment's file as it stands at a commit, or a sentence that says why there is none to use.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function readExperiment(
  github: GitHubRepository,
  commit: string,
  policy: Policy,
  name: string,
  memory: CommitMemory,
): Promise<ExperimentFile> {
  const paths = await memory.files.answer(
    `${github.owner}/${github.name}@${commit}`,
    () => github.listFiles(commit),
  );
  const found = findExperiment(paths, policy.experiments.paths, name);
  if (!found.ok) return found;
  const { path } = found;
  const file = await github.readFile(path, commit, LIMIT_BYTES);
  switch (file.state) {
    case "missing":
      return { ok: false, reason: `${path} is not there.` };
    case "binary":
      return { ok: false, reason: `${path} is not a text file.` };
    case "too-large":
      return {
        ok: false,
        reason: `${path} has ${file.size} bytes; at most ${file.limit} are read.`,
      };
    case "text":
      return {
        ok: true,
        path,
        text: file.text,
        digest: experimentDigest(file.bytes),
      };
  }
}
