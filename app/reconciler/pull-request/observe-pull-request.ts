import { experimentDigest } from "../../../core/experiment/digest.ts";
import { EXPERIMENT_BYTES } from "../../../core/experiment/parse.ts";
import type {
  BasePolicy,
  BoundRequest,
  FileContent,
  FileFacts,
  PullRequestFacts,
  TouchedFile,
} from "../../../core/pull-request/facts.ts";
import { LIMIT_BYTES } from "../../../core/pull-request/limits.ts";
import { filesAtStake } from "../../../core/pull-request/missing-files.ts";
import { namedFiles } from "../../../core/pull-request/named-files.ts";
import { touchedFiles } from "../../../core/pull-request/touch.ts";
import { POLICY_PATH } from "../../../core/policy/path.ts";
import { WORKFLOW_BYTES } from "../../../core/workflow/check.ts";
import type { PullRequest } from "../../../providers/github/repository.ts";
import type { RepositoryRef } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { organisationAbove, policyAt } from "../../../facts/observe-policy.ts";

/** GitHub lists no more files of a pull request. */
const MOST_LISTED = 3_000;
/** Each is one request to GitHub, or two, of which an installation has 5,000 an hour. */
const MOST_READ = 500;
const READ_AT_ONCE = 10;

/**
 * All that is known of a pull request. Nothing is checked out: files are read from its head commit, which is in reach
 * through this repository also where it is a fork's. What is larger than a file may be is not downloaded.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function observePullRequest(
  repository: RepositoryRef,
  pull: PullRequest,
  context: LookContext,
): Promise<PullRequestFacts> {
  const { github, memory } = context;
  const base = await github.branchHead(pull.base);
  const policy: BasePolicy =
    base === undefined
      ? { state: "missing" }
      : await policyAt(github, base, memory);
  const changes = await github.pullRequestFiles(pull.number);
  const sides = { base, head: pull.head };
  // What the policy says after a merge counts for nothing here, but for the files that it needs then.
  const after = changes.some(({ path }) => path === POLICY_PATH)
    ? await policyAt(github, pull.head, memory)
    : policy;
  const above = await organisationAbove(github, memory);
  const named = namedFiles(after);
  const touched = touchedFiles(changes, policy, named);
  return {
    // A pull request can't loosen the rules that it is judged by.
    policy,
    above,
    files: await readAll(touched, sides, context),
    absent: await absentOf(filesAtStake(touched, named), sides, context),
    unlisted:
      changes.length < MOST_LISTED ? 0 : pull.changedFiles - changes.length,
    requests: await boundRequests(repository, pull, context),
  };
}

/** The commits on either side of a merge. */
interface Sides {
  base: string | undefined;
  head: string;
}

async function readAll(
  touched: readonly TouchedFile[],
  sides: Sides,
  context: LookContext,
): Promise<FileFacts[]> {
  const files: FileFacts[] = [];
  const readable = touched.slice(0, MOST_READ);
  for (let next = 0; next < readable.length; next += READ_AT_ONCE) {
    const part = readable.slice(next, next + READ_AT_ONCE);
    files.push(
      ...(await Promise.all(
        part.map(async (file) => ({
          ...file,
          content: await contentOf(file, sides, context),
          ...(await textBefore(file, sides, context)),
        })),
      )),
    );
  }
  for (const file of touched.slice(MOST_READ))
    files.push({ ...file, content: { state: "not-read" } });
  return files;
}

/** Those of the files that are not there at the head. */
async function absentOf(
  paths: readonly string[],
  { head }: Sides,
  { github }: LookContext,
): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const file = await github.readFile(path, head, WORKFLOW_BYTES);
      return file.state === "missing" ? path : [];
    }),
  );
  return found.flat();
}

async function contentOf(
  { path, kind, change }: TouchedFile,
  { head }: Sides,
  { github }: LookContext,
): Promise<FileContent> {
  if (change === "removed") return { state: "removed" };
  const file = await github.readFile(path, head, LIMIT_BYTES[kind]);
  switch (file.state) {
    case "text":
      return {
        state: "text",
        text: file.text,
        digest: experimentDigest(file.bytes),
      };
    case "missing":
      return { state: "no-file" };
    case "binary":
    case "too-large":
      return file;
  }
}

async function textBefore(
  { path, kind, change }: TouchedFile,
  { base }: Sides,
  { github }: LookContext,
): Promise<Pick<FileFacts, "before">> {
  const wasThere = change === "changed" || change === "removed";
  if (kind !== "experiment" || !wasThere || base === undefined) return {};
  const file = await github.readFile(path, base, EXPERIMENT_BYTES);
  return file.state === "text" ? { before: file.text } : {};
}

/** Requests take their experiment from the default branch. */
async function boundRequests(
  repository: RepositoryRef,
  { base }: PullRequest,
  { github, store }: LookContext,
): Promise<BoundRequest[]> {
  const { branch } = await github.head();
  if (base !== branch) return [];
  const bound: BoundRequest[] = [];
  for (const issue of await store.openRequests(repository)) {
    const record = await store.recordFor({ ...repository, issue });
    const pin = record?.pins.at(-1);
    if (record?.phase !== "open" || !pin) continue;
    bound.push({ issue, path: pin.path, digest: pin.digest });
  }
  return bound;
}
