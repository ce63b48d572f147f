import type {
  CheckConclusion,
  CheckOutput,
} from "../../core/pull-request/check-output.ts";
import type { FileChange } from "../../core/pull-request/facts.ts";
import type { Comment } from "../../core/request/observation.ts";
import type { RequestRun } from "../../core/request/request.ts";

/** A file at a commit, or the reason why there is no text. */
export type FileRead =
  | { state: "text"; text: string; bytes: Uint8Array }
  | { state: "missing" }
  | { state: "too-large"; size: number; limit: number }
  | { state: "binary" };

export interface Issue {
  number: number;
  title: string;
  body: string;
  author: string;
  /** Whether this app itself opened it. */
  ours: boolean;
  open: boolean;
  labels: string[];
  createdAt: Date;
  closedAt?: Date;
  /** Who closed it last, where it is closed and that can be told. */
  closedBy?: string;
  url: string;
}

/** A workflow run with what is needed to trust it. */
export interface WorkflowRun extends RequestRun {
  /** The run's name as the workflow's `run-name` made it. */
  title: string;
  /** The workflow's path in the repository, for instance `.github/workflows/chaos-tests.yml`. */
  path: string;
  event: string;
  branch: string;
  commit: string;
  /** Login of who triggered this attempt; an App's is `<slug>[bot]`. */
  triggeredBy: string;
  createdAt: Date;
  /** When this attempt began; with the first attempt, when the run did. */
  startedAt: Date;
  updatedAt: Date;
}

/** A deployment as it was created; how it stands, its latest status says. */
export interface DeploymentRef {
  id: number;
  environment: string;
  /** The branch, tag or commit that is deployed. */
  ref: string;
  /** Login of who deploys it. */
  by?: string;
  createdAt: Date;
}

export interface DeploymentStatus {
  /** Whether nothing more happens. */
  ended: boolean;
  url?: string;
  /** The workflow run that deploys it, where GitHub Actions does. */
  run?: number;
}

/** What somebody said of a run that waited for environments. */
export interface RunReview {
  approved: boolean;
  by: string;
  comment: string;
  environments: string[];
}

/** `too-late`: GitHub takes no more words on it, because it was answered, or by too many reports. */
export type ReviewOutcome = "said" | "too-late" | "gone";

export interface Artifact {
  id: number;
  name: string;
  size: number;
  expired: boolean;
}

export interface PullRequest {
  number: number;
  open: boolean;
  /** The commit that it would merge; it may be another repository's. */
  head: string;
  /** The branch that it would be merged into. */
  base: string;
  /** How many files it changes; GitHub lists 3,000 of them at most. */
  changedFiles: number;
}

/** A check run of our own App. */
export interface CheckRun {
  id: number;
  /** What we called it when we wrote it. */
  externalId: string;
  completed: boolean;
  /** Whether it was ended without saying anything. */
  cancelled: boolean;
  /** How many annotations it has so far. */
  annotations: number;
}

/** What a check run is to say from now on. Annotations are added to those that it has. */
export interface CheckChange {
  /** GitHub's word once it is completed; absent: it is still in progress. */
  conclusion?: CheckConclusion;
  /** At most 50 annotations. */
  output: CheckOutput;
}

export type TagResult =
  { state: "made" | "there" } | { state: "refused"; reason: string };

export type DispatchResult =
  { runId: number; url: string } | { runId?: undefined };

/**
 * One repository on GitHub, in our words. Every answer is parsed with zod where it comes in; every list is read to
 * its last page.
 *
 * @throws ProviderError where GitHub can't be reached or refuses; it says whether to try again, and keeps its cause
 */
export interface GitHubRepository {
  readonly owner: string;
  readonly name: string;
  /** Whether its owner is known to have an organisation's file: one that can't be seen then is not one that is absent. */
  readonly organisationRequired?: boolean;

  /** The default branch and the commit it points to. */
  head(): Promise<{ branch: string; commit: string }>;
  /** The commit that a branch points to; undefined where there is no such branch. */
  branchHead(branch: string): Promise<string | undefined>;
  /** @param limit bytes; a larger file is not read */
  readFile(path: string, commit: string, limit: number): Promise<FileRead>;
  /** Paths of all files at the commit. */
  listFiles(commit: string): Promise<string[]>;

  /**
   * The commit that last changed a file of the owner's repository `.github`; undefined where there is no such file or
   * repository, or none that may be seen.
   */
  organisationCommit(path: string): Promise<string | undefined>;
  /** The same as `readFile`, of the owner's repository `.github`. */
  organisationFile: GitHubRepository["readFile"];

  issue(number: number): Promise<Issue | undefined>;
  /** Issues with all of these labels; `since`: updated at or after it. Pull requests are left out. */
  issues(filter: {
    labels: string[];
    state: "open" | "closed" | "all";
    since?: Date;
  }): Promise<Issue[]>;
  createIssue(issue: {
    title: string;
    body: string;
    labels: string[];
    assignees?: string[];
  }): Promise<Issue>;
  updateIssue(
    number: number,
    change: { body?: string; labels?: string[] },
  ): Promise<void>;
  reopenIssue(number: number): Promise<void>;
  closeIssue(
    number: number,
    reason: "completed" | "not_planned",
  ): Promise<void>;

  /** Whether anybody deleted a comment of the issue. */
  hasDeletedComments(issue: number): Promise<boolean>;

  comments(issue: number): Promise<Comment[]>;
  /** Comments anywhere in the repository that were updated at or after `since`. */
  commentsSince(since: Date): Promise<(Comment & { issue: number })[]>;
  createComment(issue: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<void>;
  react(
    commentId: number,
    reaction: "+1" | "-1" | "eyes" | "confused" | "rocket",
  ): Promise<void>;

  /** The person's permission: none, read, triage, write, maintain, admin. */
  permission(
    login: string,
  ): Promise<"none" | "read" | "triage" | "write" | "maintain" | "admin">;
  /** Logins of the active members of a team, those of its child teams included; undefined where there is no such team. */
  teamMembers(org: string, team: string): Promise<string[] | undefined>;

  /** Undefined where the number is none of a pull request. */
  pullRequest(number: number): Promise<PullRequest | undefined>;
  openPullRequests(): Promise<Pick<PullRequest, "number" | "head" | "base">[]>;
  /** The files that it changes, at most 3,000. */
  pullRequestFiles(number: number): Promise<FileChange[]>;
  /** Our own check runs of that name at a commit, the latest first. */
  checkRuns(commit: string, name: string): Promise<CheckRun[]>;
  createCheckRun(
    check: { name: string; commit: string; externalId: string } & CheckChange,
  ): Promise<CheckRun>;
  updateCheckRun(id: number, change: CheckChange): Promise<void>;

  /** `there`: somebody made it before, at this commit; `refused`: here no such tag can be made. */
  createTag(name: string, commit: string): Promise<TagResult>;
  /** Does nothing where it is not there, or where the repository's rules keep it. */
  deleteTag(name: string): Promise<void>;
  /** The names of all tags that begin so. */
  tags(prefix: string): Promise<string[]>;
  /** Whether a commit belongs to the history of a branch as it is now. */
  isOnBranch(commit: string, branch: string): Promise<boolean>;
  dispatch(
    workflow: string,
    ref: string,
    inputs: Record<string, string>,
  ): Promise<DispatchResult>;
  run(id: number): Promise<WorkflowRun | undefined>;
  /** Runs of a workflow file that were created at or after `since`, newest first. */
  runs(workflow: string, since: Date): Promise<WorkflowRun[]>;
  cancelRun(id: number): Promise<void>;

  /** Runs that wait for the protection rules of an environment. */
  waitingRuns(): Promise<WorkflowRun[]>;
  /** The environments whose rules a run waits for. */
  pendingEnvironments(run: number): Promise<string[]>;
  /** Whether our own App is a protection rule of the environment. */
  isProtected(environment: string): Promise<boolean>;
  /** Lets a waiting run into the environment, or refuses it. @param review.comment at most 1,024 characters */
  reviewDeployment(
    run: number,
    review: {
      environment: string;
      state: "approved" | "rejected";
      comment: string;
    },
  ): Promise<ReviewOutcome>;
  /** Says on the run's page how it stands; GitHub takes ten of these. */
  reportOnDeployment(
    run: number,
    report: { environment: string; comment: string },
  ): Promise<ReviewOutcome>;
  /** What people said of it, those included who started it past the rules. */
  runReviews(run: number): Promise<RunReview[]>;
  /** Whether a job of the run was let into the environment, by anybody. */
  hasEntered(
    run: Pick<WorkflowRun, "id" | "commit">,
    environment: string,
  ): Promise<boolean>;
  /** Deployments to an environment that were created at or after `since`, newest first. */
  deployments(environment: string, since: Date): Promise<DeploymentRef[]>;
  /** How a deployment stands; undefined where nobody has said yet. */
  deploymentStatus(id: number): Promise<DeploymentStatus | undefined>;
  artifacts(runId: number): Promise<Artifact[]>;
  /** @param limit bytes of the zip; undefined where it is larger, expired or gone */
  downloadArtifact(id: number, limit: number): Promise<Uint8Array | undefined>;
}
