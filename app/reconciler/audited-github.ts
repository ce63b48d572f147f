import { createHash } from "node:crypto";
import type { GitHubRepository } from "../../providers/github/repository.ts";

/** Which of what can be done on GitHub changes something there. Complete, so that nothing new is forgotten. */
const WRITES: Record<keyof GitHubRepository, boolean> = {
  owner: false,
  name: false,
  organisationRequired: false,
  head: false,
  branchHead: false,
  readFile: false,
  listFiles: false,
  organisationCommit: false,
  organisationFile: false,
  issue: false,
  issues: false,
  createIssue: true,
  updateIssue: true,
  reopenIssue: true,
  closeIssue: true,
  hasDeletedComments: false,
  comments: false,
  commentsSince: false,
  createComment: true,
  updateComment: true,
  react: true,
  permission: false,
  teamMembers: false,
  pullRequest: false,
  openPullRequests: false,
  pullRequestFiles: false,
  checkRuns: false,
  createCheckRun: true,
  updateCheckRun: true,
  createTag: true,
  deleteTag: true,
  tags: false,
  isOnBranch: false,
  dispatch: true,
  run: false,
  runs: false,
  cancelRun: true,
  waitingRuns: false,
  pendingEnvironments: false,
  isProtected: false,
  reviewDeployment: true,
  reportOnDeployment: true,
  runReviews: false,
  hasEntered: false,
  deployments: false,
  deploymentStatus: false,
  artifacts: false,
  downloadArtifact: false,
};

/** A text that is longer is told by its hash: GitHub keeps the text. */
const LONGEST = 200;

/**
 * The same repository, in which everything that changes something is told before it is done, whoever does it: what can't
 * be told is not done, and no crash leaves a change untold. GitHub may still refuse what was told.
 */
export function auditedGitHub(
  github: GitHubRepository,
  tell: (data: Record<string, unknown>) => Promise<void>,
): GitHubRepository {
  return new Proxy(github, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return isWrite(name)
        ? async (...given: unknown[]) => {
            await tell({ does: name, with: given.map(inShort) });
            const done: unknown = await Reflect.apply(member, target, given);
            return done;
          }
        : (...given: unknown[]): unknown =>
            Reflect.apply(member, target, given);
    },
  });
}

const WRITING: ReadonlySet<string | symbol> = new Set(
  Object.entries(WRITES).flatMap(([name, writes]) => (writes ? [name] : [])),
);

function isWrite(name: string | symbol): boolean {
  return WRITING.has(name);
}

function inShort(value: unknown): unknown {
  if (typeof value === "string")
    return value.length <= LONGEST
      ? value
      : {
          sha256: createHash("sha256").update(value).digest("hex"),
          characters: value.length,
        };
  if (Array.isArray(value)) return value.map(inShort);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, inShort(member)]),
  );
}
