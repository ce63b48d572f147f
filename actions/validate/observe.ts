import type { Above } from "../../core/policy/check.ts";
import { POLICY_BYTES } from "../../core/policy/limits.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import {
  ORGANISATION_REPOSITORY,
  POLICY_PATH,
} from "../../core/policy/path.ts";
import type {
  BasePolicy,
  FileChange,
  PullRequestFacts,
} from "../../core/pull-request/facts.ts";
import { filesAtStake } from "../../core/pull-request/missing-files.ts";
import { namedFiles } from "../../core/pull-request/named-files.ts";
import { WORKFLOW_BYTES } from "../../core/workflow/check.ts";
import { touchedFiles } from "../../core/pull-request/touch.ts";
import type { PolicySource } from "../../core/render/checkout.ts";
import {
  organisationCommit,
  readOrganisation,
  readPolicyFile,
} from "../../providers/github/policy-file.ts";
import type { GitHubRepository } from "../../providers/github/repository.ts";
import { listCheckout, readCheckoutFile } from "../checkout-files.ts";
import { factsOf } from "./file-facts.ts";
import type { Occasion } from "./occasion.ts";

/** What is asked of GitHub. */
export interface GitHubSide extends Pick<
  GitHubRepository,
  | "owner"
  | "name"
  | "branchHead"
  | "readFile"
  | "pullRequestFiles"
  | "organisationCommit"
  | "organisationFile"
> {
  changedBetween(from: string, to: string): Promise<FileChange[]>;
}

export interface Surroundings {
  workspace: string;
  occasion: Occasion;
  /** Absent where GitHub is not to be asked. */
  github?: GitHubSide;
}

export interface Observation {
  facts: PullRequestFacts;
  policy: PolicySource;
}

/** GitHub lists no more files of a pull request. */
const MOST_LISTED = 3_000;

/**
 * Learns what there is to be judged: the files from the checkout, what changes and by which policy from GitHub.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function observeCheckout(
  files: "changed" | "all",
  surroundings: Surroundings,
): Promise<Observation> {
  const above = await organisationAbove(surroundings.github);
  const { policy, source, base } = await policyFor(surroundings, above);
  const { changes, unlisted } =
    files === "all"
      ? await everything(surroundings)
      : await changed(surroundings);
  const after = changes.some(({ path }) => path === POLICY_PATH)
    ? await policyInCheckout(surroundings.workspace, above)
    : policy;
  const named = namedFiles(after);
  const touched = touchedFiles(changes, policy, named);
  const atStake = filesAtStake(touched, named);
  return {
    policy: source,
    facts: {
      policy,
      above,
      files: await factsOf(touched, base, surroundings),
      absent: await absentOf(atStake, surroundings.workspace),
      unlisted,
      // Which requests are open, the app's server alone knows.
      requests: [],
    },
  };
}

interface GoverningPolicy {
  policy: BasePolicy;
  source: PolicySource;
  /** The commit that the change goes onto, where there is one. */
  base?: string;
}

/** A change can't loosen the rules that it is judged by, so the branch that it goes into has the word. */
async function policyFor(
  { workspace, occasion: { into }, github }: Surroundings,
  above: Above,
): Promise<GoverningPolicy> {
  if (into === undefined || !github)
    return {
      policy: await policyInCheckout(workspace, above),
      source: { of: "checkout" },
    };
  const source: PolicySource = { of: "branch", branch: into };
  const base = await github.branchHead(into);
  return base === undefined
    ? { policy: { state: "missing" }, source }
    : { policy: await readPolicyFile(github, base), source, base };
}

/** What the policy inherits, where GitHub is to be asked; what can't be used is left out. */
async function organisationAbove(
  github: GitHubSide | undefined,
): Promise<Above> {
  if (!github) return {};
  if (github.name === ORGANISATION_REPOSITORY)
    return { holdsOrganisation: true };
  const commit = await organisationCommit(github);
  const file = await readOrganisation(github, commit);
  return file.state === "valid" ? { organisation: file.organisation } : {};
}

async function policyInCheckout(
  workspace: string,
  { organisation }: Above,
): Promise<BasePolicy> {
  const file = await readCheckoutFile(workspace, POLICY_PATH, POLICY_BYTES);
  if (file.state === "missing") return { state: "missing" };
  if (file.state !== "text") return { state: "invalid" };
  const parsed = parsePolicy(file.text, organisation);
  return parsed.ok
    ? { state: "valid", policy: parsed.policy }
    : { state: "invalid" };
}

/** Those of the files that are not there in the checkout. */
async function absentOf(
  paths: readonly string[],
  workspace: string,
): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const file = await readCheckoutFile(workspace, path, WORKFLOW_BYTES);
      return file.state === "missing" ? path : [];
    }),
  );
  return found.flat();
}

interface Changes {
  changes: FileChange[];
  /** How many files GitHub did not tell of. */
  unlisted: number;
}

async function everything({ workspace }: Surroundings): Promise<Changes> {
  const paths = (await listCheckout(workspace)).toSorted();
  return {
    changes: paths.map((path) => ({ path, change: "unchanged" })),
    unlisted: 0,
  };
}

async function changed({
  occasion: { change },
  github,
}: Surroundings): Promise<Changes> {
  if (!change || !github)
    throw new Error("what changed was asked for where nothing does");
  if (change.by === "commits")
    return {
      changes: await github.changedBetween(change.from, change.to),
      unlisted: 0,
    };
  const changes = await github.pullRequestFiles(change.number);
  return {
    changes,
    unlisted: changes.length < MOST_LISTED ? 0 : change.files - changes.length,
  };
}
