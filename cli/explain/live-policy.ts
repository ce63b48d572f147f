import type { Organisation } from "../../core/policy/inheritance/organisation.ts";
import { POLICY_BYTES } from "../../core/policy/limits.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import {
  ORGANISATION_REPOSITORY,
  POLICY_PATH,
} from "../../core/policy/path.ts";
import { diagnosticLine } from "../../core/render/diagnostic-line.ts";
import {
  organisationCommit,
  type PolicyFile,
  readOrganisation,
  readPolicyFile,
} from "../../providers/github/policy-file.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { readInputFile } from "../input-file.ts";
import type { CliIo } from "../io.ts";
import { readPolicyFiles } from "../policy-files.ts";
import type { LiveSource } from "./explain-options.ts";

type LivePolicy =
  | { ok: true; file: Extract<PolicyFile, { state: "valid" }> }
  | { ok: false; messages: string[] };

/**
 * The policy on the default branch with what it inherits, or the one to be tried in its place.
 *
 * @param commit the default branch's head
 * @throws ProviderError where GitHub can't be reached
 */
export async function readLivePolicy(
  source: LiveSource,
  commit: string,
  github: GitHubRepository,
  io: Pick<CliIo, "cwd">,
): Promise<LivePolicy> {
  const { policy: path, organisation } = source;
  if (path === undefined)
    return usable(await readPolicyFile(github, commit), github);
  if (organisation !== undefined) {
    const files = await readPolicyFiles({ policy: path, organisation }, io);
    if (!files.ok) return files;
    const { policy } = files;
    return { ok: true, file: { state: "valid", commit, policy } };
  }
  const above = await readAbove(github);
  if (!above.ok) return above;
  const own = await readInputFile(path, POLICY_BYTES, io);
  if (!own.ok) return { ok: false, messages: [`${path}: ${own.problem}`] };
  const parsed = parsePolicy(own.text, above.organisation);
  if (!parsed.ok) return unusable(path, parsed.diagnostics);
  return {
    ok: true,
    file: { state: "valid", commit, policy: parsed.policy },
  };
}

function usable(file: PolicyFile, github: GitHubRepository): LivePolicy {
  switch (file.state) {
    case "valid":
      return { ok: true, file };
    case "missing":
      return {
        ok: false,
        messages: [
          `${github.owner}/${github.name} has no ${POLICY_PATH} on its default branch`,
        ],
      };
    case "invalid":
      return unusable(
        file.inOrganisation ? organisationPath(github) : POLICY_PATH,
        file.diagnostics,
      );
  }
}

async function readAbove(
  github: GitHubRepository,
): Promise<
  { ok: true; organisation?: Organisation } | Extract<LivePolicy, { ok: false }>
> {
  const above = await readOrganisation(
    github,
    await organisationCommit(github),
  );
  const path = organisationPath(github);
  switch (above.state) {
    case "valid":
      return { ok: true, organisation: above.organisation };
    case "missing":
      return { ok: true };
    case "unseen":
      return {
        ok: false,
        messages: [`${path}: it is not there, or you may not see it`],
      };
    case "invalid":
      return unusable(path, above.diagnostics);
  }
}

function organisationPath({ owner }: Pick<GitHubRepository, "owner">): string {
  return `${owner}/${ORGANISATION_REPOSITORY}: ${POLICY_PATH}`;
}

function unusable(
  path: string,
  diagnostics: readonly Parameters<typeof diagnosticLine>[1][],
): Extract<LivePolicy, { ok: false }> {
  const messages = diagnostics.map((one) => diagnosticLine(path, one));
  return { ok: false, messages };
}
