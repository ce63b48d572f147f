import { createHash } from "node:crypto";
import type {
  Annotation,
  CheckConclusion,
} from "../../../core/pull-request/check-output.ts";
import type { FileChange } from "../../../core/pull-request/facts.ts";
import type { Comment } from "../../../core/request/observation.ts";
import type {
  Artifact,
  CheckChange,
  CheckRun,
  DeploymentRef,
  DeploymentStatus,
  DispatchResult,
  FileRead,
  GitHubRepository,
  Issue,
  PullRequest,
  ReviewOutcome,
  RunReview,
  TagResult,
  WorkflowRun,
} from "../../../providers/github/repository.ts";
import { ProviderError } from "../../../providers/provider-error.ts";

const APP = "chaos-governor[bot]";

type Permission = Awaited<ReturnType<GitHubRepository["permission"]>>;
type FakeComment = Comment & { issue: number; updatedAt: Date };
type FakeIssue = Issue & { updatedAt: Date; closedAs?: string };
type FakeRun = WorkflowRun & { inputs: Record<string, string> };
type FakePullRequest = PullRequest & { files: FileChange[] };
type FakeDeployment = DeploymentRef & { status?: DeploymentStatus };
/** A run that waits, or waited, for an environment that the App protects. */
interface FakeGate {
  run: number;
  environment: string;
  state: "pending" | "approved" | "rejected" | "bypassed";
  reports: string[];
  /** What the App said at last. */
  comment?: string;
}
interface FakeCheck {
  id: number;
  name: string;
  commit: string;
  externalId: string;
  conclusion?: CheckConclusion;
  title: string;
  summary: string;
  annotations: Annotation[];
}
type FakeArtifact = Artifact & { runId: number; zip: Uint8Array };

/** The process died: whatever was written stays, whatever was to come does not. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** A repository on GitHub as a little state machine: what the app does here can be looked at afterwards. */
export class FakeRepository implements GitHubRepository {
  readonly owner = "odavl";
  organisationRequired = false;
  name: string;
  readonly branch = "main";

  readonly issueList: FakeIssue[] = [];
  readonly commentList: FakeComment[] = [];
  readonly reactions: { commentId: number; reaction: string }[] = [];
  readonly runList: FakeRun[] = [];
  readonly artifactList: FakeArtifact[] = [];
  readonly pullRequestList: FakePullRequest[] = [];
  readonly checkList: FakeCheck[] = [];
  readonly deploymentList: FakeDeployment[] = [];
  readonly gateList: FakeGate[] = [];
  readonly protectedEnvironments = new Set<string>();
  readonly reviewList: (RunReview & { run: number })[] = [];
  readonly cancelled: number[] = [];
  /** The commits that tags point at. */
  readonly tagList = new Map<string, string>();
  /** Why no tag can be made, where a ruleset forbids it. */
  tagsForbidden: string | undefined;
  readonly permissions = new Map<string, Permission>();
  readonly teams = new Map<string, string[]>();

  /** The file of the owner's repository `.github`. */
  organisation: { commit: string; text: string } | undefined;

  /** How many reads of each kind were made. */
  readonly reads = new Map<string, number>();
  writes = 0;
  /** Whether GitHub answers a dispatch with the run that it started. */
  answersWithRun = true;
  /** How long a dispatched run stays invisible, in milliseconds. */
  runDelay = 0;

  readonly #now: () => Date;
  readonly #commits: { sha: string; files: Map<string, Uint8Array> }[] = [];
  readonly #down = new Map<string, ProviderError>();
  /** Commits that are not on the default branch. */
  readonly #beside: { sha: string; files: Map<string, Uint8Array> }[] = [];
  #crashAt: { write: number; when: "before" | "after" } | undefined;
  #ids = 1_000;

  constructor(now: () => Date, name = "studio-hub") {
    this.name = name;
    this.#now = now;
    this.commit({});
  }

  // What a test does to the world.

  /** Writes files and moves the default branch on; null removes one. */
  commit(changes: Record<string, string | Uint8Array | null>): string {
    const files = new Map(this.#commits.at(-1)?.files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, Buffer.from(content));
    }
    const sha = this.#sha();
    this.#commits.push({ sha, files });
    return sha;
  }

  /** Opens a pull request; its head is a commit beside the default branch, here or in a fork. */
  openPullRequest(
    changes: Record<string, string | Uint8Array | null>,
    open: Partial<FakePullRequest> = {},
  ): FakePullRequest {
    const pull: FakePullRequest = {
      number: 100 + this.pullRequestList.length,
      open: true,
      head: "",
      base: this.branch,
      changedFiles: 0,
      files: [],
    };
    this.pullRequestList.push(pull);
    this.pushTo(pull, changes);
    return Object.assign(pull, open);
  }

  /** Lets a pull request change these files, and no others, from now on. */
  pushTo(
    pull: FakePullRequest,
    changes: Record<string, string | Uint8Array | null>,
  ): void {
    const base = this.#head();
    const files = new Map(base.files);
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) files.delete(path);
      else files.set(path, Buffer.from(content));
    }
    pull.head = this.#sha();
    this.#beside.push({ sha: pull.head, files });
    pull.files = Object.entries(changes).map(([path, content]) => ({
      path,
      change: this.#changeOf(path, content),
    }));
    pull.changedFiles = pull.files.length;
  }

  /** Makes these calls fail as a service does that can't be reached; none: everything works again. */
  breakDown(...calls: (keyof GitHubRepository)[]): void {
    this.#down.clear();
    for (const call of calls) {
      this.#down.set(
        call,
        new ProviderError("github", `${call} answered 503`, {
          retryable: true,
          status: 503,
        }),
      );
    }
  }

  /** Makes a call answer a plain no. */
  refuse(call: keyof GitHubRepository, message: string): void {
    this.#down.set(
      call,
      new ProviderError("github", message, { retryable: false, status: 422 }),
    );
  }

  /** Lets the process die before or after the n-th write from now. */
  crashAt(write: number, when: "before" | "after"): void {
    this.#crashAt = { write: this.writes + write, when };
  }

  surviveFromNowOn(): void {
    this.#crashAt = undefined;
  }

  openIssue(
    author: string,
    issue: { title?: string; body: string; labels?: string[] },
  ): FakeIssue {
    const number = this.issueList.length + 1;
    const opened: FakeIssue = {
      number,
      title: issue.title ?? "An issue",
      body: issue.body,
      author,
      ours: author === APP,
      open: true,
      labels: [...(issue.labels ?? [])],
      createdAt: this.#second(),
      updatedAt: this.#second(),
      url: `https://github.test/odavl/${this.name}/issues/${number}`,
    };
    this.issueList.push(opened);
    return opened;
  }

  say(author: string, issue: number, body: string): FakeComment {
    const id = this.#id();
    const comment: FakeComment = {
      id,
      issue,
      author,
      ours: author === APP,
      body,
      createdAt: this.#second(),
      updatedAt: this.#second(),
      edited: false,
      url: `https://github.test/odavl/${this.name}/issues/${issue}#issuecomment-${id}`,
    };
    this.commentList.push(comment);
    return comment;
  }

  edit(comment: Comment, body: string): void {
    const found = this.commentList.find(({ id }) => id === comment.id);
    if (!found) throw new Error(`no comment ${comment.id}`);
    found.body = body;
    found.edited = true;
    found.updatedAt = this.#second();
  }

  deleteComment(id: number): void {
    const index = this.commentList.findIndex((comment) => comment.id === id);
    if (index >= 0) this.commentList.splice(index, 1);
  }

  /** Starts a run as a person or the app does; its name is made as the workflow's `run-name` makes it. */
  startRun(
    start: Partial<WorkflowRun> & { inputs?: Record<string, string> },
  ): FakeRun {
    const id = this.#id();
    const inputs = start.inputs ?? {};
    const correlation = inputs["correlation"]
      ? ` (${inputs["correlation"]})`
      : "";
    const run: FakeRun = {
      id,
      attempt: 1,
      url: `https://github.test/odavl/${this.name}/actions/runs/${id}`,
      status: "in_progress",
      title: `Chaos: ${inputs["experiment"]} in ${inputs["environment"]}${correlation}`,
      path: ".github/workflows/chaos-tests.yml",
      event: "workflow_dispatch",
      branch: this.branch,
      commit: this.#head().sha,
      triggeredBy: APP,
      createdAt: this.#second(),
      startedAt: this.#second(),
      updatedAt: this.#second(),
      ...start,
      inputs,
    };
    this.runList.push(run);
    return run;
  }

  /** Lets a run wait for an environment that the App protects. */
  holdRun(run: number, environment: string): FakeGate {
    this.protectedEnvironments.add(environment);
    const held = this.runList.find(({ id }) => id === run);
    if (held) held.status = "queued";
    const gate: FakeGate = { run, environment, state: "pending", reports: [] };
    this.gateList.push(gate);
    return gate;
  }

  /** Lets a run in past the App. */
  bypass(gate: FakeGate, by: string, comment: string): void {
    gate.state = "bypassed";
    const { run, environment } = gate;
    this.reviewList.push({
      run,
      approved: true,
      by,
      comment,
      environments: [environment],
    });
    this.#goOn(run);
  }

  finishRun(id: number, conclusion: string, journalZip?: Uint8Array): void {
    const run = this.runList.find((candidate) => candidate.id === id);
    if (!run) throw new Error(`no run ${id}`);
    run.status = "completed";
    run.conclusion = conclusion;
    run.updatedAt = this.#second();
    if (journalZip) this.upload(id, journalZip);
  }

  upload(runId: number, zip: Uint8Array): void {
    this.artifactList.push({
      id: this.#id(),
      runId,
      name: "chaos-journal",
      size: zip.length,
      expired: false,
      zip,
    });
  }

  /** Closes an issue by hand. */
  close(author: string, number: number): void {
    const issue = this.#issue(number);
    issue.open = false;
    issue.closedBy = author;
    issue.closedAt = this.#second();
    issue.updatedAt = this.#second();
  }

  /** The issue's comments as a reader sees them, one after the other. */
  conversation(issue: number): { author: string; body: string }[] {
    return this.commentList
      .filter((comment) => comment.issue === issue)
      .map(({ author, body }) => ({ author, body }));
  }

  // What the app reads.

  async head(): Promise<{ branch: string; commit: string }> {
    this.#read("head");
    return { branch: this.branch, commit: this.#head().sha };
  }

  async branchHead(branch: string): Promise<string | undefined> {
    this.#read("branchHead");
    return branch === this.branch ? this.#head().sha : undefined;
  }

  async pullRequest(number: number): Promise<PullRequest | undefined> {
    this.#read("pullRequest");
    const found = this.pullRequestList.find((pull) => pull.number === number);
    return found && { ...found };
  }

  async openPullRequests(): Promise<
    Pick<PullRequest, "number" | "head" | "base">[]
  > {
    this.#read("openPullRequests");
    return this.pullRequestList.filter(({ open }) => open);
  }

  async pullRequestFiles(number: number): Promise<FileChange[]> {
    this.#read("pullRequestFiles");
    const found = this.pullRequestList.find((pull) => pull.number === number);
    if (!found) throw notFound(`pull request ${number}`);
    return found.files.slice(0, 3_000);
  }

  async checkRuns(commit: string, name: string): Promise<CheckRun[]> {
    this.#read("checkRuns");
    return this.checkList
      .filter((check) => check.commit === commit && check.name === name)
      .map(seenCheck)
      .toReversed();
  }

  async readFile(
    path: string,
    commit: string,
    limit: number,
  ): Promise<FileRead> {
    this.#read("readFile");
    const bytes = this.#at(commit).get(path);
    if (!bytes) return { state: "missing" };
    if (bytes.length > limit) {
      return { state: "too-large", size: bytes.length, limit };
    }
    if (bytes.includes(0)) return { state: "binary" };
    return { state: "text", text: Buffer.from(bytes).toString("utf8"), bytes };
  }

  async organisationCommit(): Promise<string | undefined> {
    this.#read("organisationCommit");
    return this.organisation?.commit;
  }

  async organisationFile(): Promise<FileRead> {
    this.#read("organisationFile");
    const { text = "" } = this.organisation ?? {};
    return { state: "text", text, bytes: Buffer.from(text) };
  }

  async listFiles(commit: string): Promise<string[]> {
    this.#read("listFiles");
    return [...this.#at(commit).keys()];
  }

  async issue(number: number): Promise<Issue | undefined> {
    this.#read("issue");
    const found = this.issueList.find((issue) => issue.number === number);
    return found && { ...found, labels: [...found.labels] };
  }

  async issues(filter: {
    labels: string[];
    state: "open" | "closed" | "all";
    since?: Date;
  }): Promise<Issue[]> {
    this.#read("issues");
    return this.issueList
      .filter(
        (issue) =>
          filter.labels.every((label) => issue.labels.includes(label)) &&
          (filter.state === "all" ||
            issue.open === (filter.state === "open")) &&
          (!filter.since || issue.updatedAt >= filter.since),
      )
      .map((issue) => ({ ...issue, labels: [...issue.labels] }));
  }

  async hasDeletedComments(): Promise<boolean> {
    return false;
  }

  async comments(issue: number): Promise<Comment[]> {
    this.#read("comments");
    return this.commentList
      .filter((comment) => comment.issue === issue)
      .map((comment) => ({ ...comment }));
  }

  async commentsSince(since: Date): Promise<(Comment & { issue: number })[]> {
    this.#read("commentsSince");
    return this.commentList
      .filter((comment) => comment.updatedAt >= since)
      .map((comment) => ({ ...comment }));
  }

  async permission(login: string): Promise<Permission> {
    this.#read("permission");
    return this.permissions.get(login) ?? "none";
  }

  async teamMembers(org: string, team: string): Promise<string[] | undefined> {
    this.#read("teamMembers");
    return this.teams.get(`${org}/${team}`);
  }

  async deployments(
    environment: string,
    since: Date,
  ): Promise<DeploymentRef[]> {
    this.#read("deployments");
    return this.deploymentList.filter(
      (one) => one.environment === environment && one.createdAt >= since,
    );
  }

  async deploymentStatus(id: number): Promise<DeploymentStatus | undefined> {
    this.#read("deploymentStatus");
    return this.deploymentList.find((one) => one.id === id)?.status;
  }

  async run(id: number): Promise<WorkflowRun | undefined> {
    this.#read("run");
    const found = this.runList.find((run) => run.id === id);
    return found && { ...found };
  }

  async runs(workflow: string, since: Date): Promise<WorkflowRun[]> {
    this.#read("runs");
    const visibleBefore = this.#now().getTime() - this.runDelay;
    return this.runList
      .filter(
        (run) =>
          run.path === `.github/workflows/${workflow}` &&
          run.createdAt >= since &&
          run.createdAt.getTime() <= visibleBefore,
      )
      .map((run) => ({ ...run }))
      .toReversed();
  }

  async waitingRuns(): Promise<WorkflowRun[]> {
    this.#read("waitingRuns");
    const waits = (run: number) =>
      this.gateList.some(
        (gate) => gate.run === run && gate.state === "pending",
      );
    return this.runList
      .filter(({ id, status }) => status !== "completed" && waits(id))
      .map((run) => ({ ...run }));
  }

  async pendingEnvironments(run: number): Promise<string[]> {
    this.#read("pendingEnvironments");
    return this.gateList
      .filter((gate) => gate.run === run && gate.state === "pending")
      .map(({ environment }) => environment);
  }

  async isProtected(environment: string): Promise<boolean> {
    this.#read("isProtected");
    return this.protectedEnvironments.has(environment);
  }

  async runReviews(run: number): Promise<RunReview[]> {
    this.#read("runReviews");
    return this.reviewList.filter((review) => review.run === run);
  }

  async hasEntered(
    { id }: Pick<WorkflowRun, "id">,
    environment: string,
  ): Promise<boolean> {
    this.#read("hasEntered");
    return this.gateList.some(
      (gate) =>
        gate.run === id &&
        gate.environment === environment &&
        (gate.state === "approved" || gate.state === "bypassed"),
    );
  }

  async artifacts(runId: number): Promise<Artifact[]> {
    this.#read("artifacts");
    return this.artifactList.filter((artifact) => artifact.runId === runId);
  }

  async downloadArtifact(
    id: number,
    limit: number,
  ): Promise<Uint8Array | undefined> {
    this.#read("downloadArtifact");
    const found = this.artifactList.find((artifact) => artifact.id === id);
    if (!found || found.expired || found.size > limit) return undefined;
    return found.zip;
  }

  // What the app writes.

  async createIssue(issue: {
    title: string;
    body: string;
    labels: string[];
  }): Promise<Issue> {
    return this.#write("createIssue", () => ({
      ...this.openIssue(APP, issue),
    }));
  }

  async updateIssue(
    number: number,
    change: { body?: string; labels?: string[] },
  ): Promise<void> {
    this.#write("updateIssue", () => {
      const issue = this.#issue(number);
      if (change.body !== undefined) issue.body = change.body;
      if (change.labels) issue.labels = [...change.labels];
      issue.updatedAt = this.#second();
    });
  }

  async reopenIssue(number: number): Promise<void> {
    this.#write("reopenIssue", () => {
      const issue = this.#issue(number);
      issue.open = true;
      delete issue.closedAt;
      delete issue.closedBy;
      issue.updatedAt = this.#second();
    });
  }

  async closeIssue(
    number: number,
    reason: "completed" | "not_planned",
  ): Promise<void> {
    this.#write("closeIssue", () => {
      const issue = this.#issue(number);
      issue.open = false;
      issue.closedAs = reason;
      issue.closedAt = this.#second();
      issue.updatedAt = this.#second();
    });
  }

  async createComment(issue: number, body: string): Promise<Comment> {
    return this.#write("createComment", () => {
      // A pull request is talked about in the same way.
      if (!this.pullRequestList.some(({ number }) => number === issue))
        this.#issue(issue).updatedAt = this.#second();
      return { ...this.say(APP, issue, body) };
    });
  }

  async updateComment(id: number, body: string): Promise<void> {
    this.#write("updateComment", () => {
      const comment = this.commentList.find((candidate) => candidate.id === id);
      if (!comment) throw notFound(`comment ${id}`);
      comment.body = body;
      comment.edited = true;
      comment.updatedAt = this.#second();
    });
  }

  async react(commentId: number, reaction: string): Promise<void> {
    this.#write("react", () => {
      if (!this.commentList.some(({ id }) => id === commentId)) {
        throw notFound(`comment ${commentId}`);
      }
      const stands = this.reactions.some(
        (other) => other.commentId === commentId && other.reaction === reaction,
      );
      if (!stands) this.reactions.push({ commentId, reaction });
    });
  }

  async createCheckRun({
    name,
    commit,
    externalId,
    ...change
  }: { name: string; commit: string; externalId: string } & CheckChange) {
    return this.#write("createCheckRun", () => {
      const { title, summary } = change.output;
      const check: FakeCheck = {
        id: this.#id(),
        name,
        commit,
        externalId,
        title,
        summary,
        annotations: [],
      };
      this.checkList.push(check);
      changeCheck(check, change);
      return seenCheck(check);
    });
  }

  async updateCheckRun(id: number, change: CheckChange): Promise<void> {
    this.#write("updateCheckRun", () => {
      const check = this.checkList.find((candidate) => candidate.id === id);
      if (!check) throw notFound(`check run ${id}`);
      changeCheck(check, change);
    });
  }

  async createTag(name: string, commit: string): Promise<TagResult> {
    return this.#write("createTag", () => {
      if (this.tagsForbidden !== undefined)
        return { state: "refused", reason: this.tagsForbidden };
      const standing = this.tagList.get(name);
      if (standing === commit) return { state: "there" };
      if (standing !== undefined)
        return { state: "refused", reason: `${name} is at another commit` };
      this.tagList.set(name, commit);
      return { state: "made" };
    });
  }

  async deleteTag(name: string): Promise<void> {
    this.#write("deleteTag", () => this.tagList.delete(name));
  }

  async tags(prefix: string): Promise<string[]> {
    this.#read("tags");
    return [...this.tagList.keys()].filter((name) => name.startsWith(prefix));
  }

  async isOnBranch(commit: string): Promise<boolean> {
    this.#read("isOnBranch");
    return this.#commits.some(({ sha }) => sha === commit);
  }

  async dispatch(
    workflow: string,
    ref: string,
    inputs: Record<string, string>,
  ): Promise<DispatchResult> {
    return this.#write("dispatch", () => {
      const run = this.startRun({
        path: `.github/workflows/${workflow}`,
        branch: ref,
        commit: this.tagList.get(ref) ?? this.#head().sha,
        inputs,
      });
      return this.answersWithRun ? { runId: run.id, url: run.url } : {};
    });
  }

  async cancelRun(id: number): Promise<void> {
    this.#write("cancelRun", () => this.cancelled.push(id));
  }

  async reviewDeployment(
    run: number,
    review: {
      environment: string;
      state: "approved" | "rejected";
      comment: string;
    },
  ): Promise<ReviewOutcome> {
    return this.#write("reviewDeployment", () => {
      const { environment, state, comment } = review;
      const gate = this.#pendingGate(run, environment);
      if (!gate) return "too-late";
      Object.assign(gate, { state, comment });
      if (state === "approved") this.#goOn(run);
      else this.finishRun(run, "failure");
      return "said";
    });
  }

  async reportOnDeployment(
    run: number,
    { environment, comment }: { environment: string; comment: string },
  ): Promise<ReviewOutcome> {
    return this.#write("reportOnDeployment", () => {
      const gate = this.#pendingGate(run, environment);
      if (!gate || gate.reports.length === 10) return "too-late";
      gate.reports.push(comment);
      return "said";
    });
  }

  #pendingGate(run: number, environment: string): FakeGate | undefined {
    return this.gateList.find(
      (gate) =>
        gate.run === run &&
        gate.environment === environment &&
        gate.state === "pending",
    );
  }

  #goOn(id: number): void {
    const run = this.runList.find((one) => one.id === id);
    if (run) run.status = "in_progress";
  }

  #read(call: keyof GitHubRepository): void {
    this.reads.set(call, (this.reads.get(call) ?? 0) + 1);
    this.#fail(call);
  }

  #write<T>(call: keyof GitHubRepository, change: () => T): T {
    this.#fail(call);
    this.writes += 1;
    const crash = this.#crashAt;
    if (crash && crash.when === "before" && this.writes >= crash.write) {
      throw new Crash(`before write ${this.writes}: ${call}`);
    }
    const result = change();
    if (crash && this.writes >= crash.write) {
      throw new Crash(`after write ${this.writes}: ${call}`);
    }
    return result;
  }

  #fail(call: keyof GitHubRepository): void {
    const error = this.#down.get(call);
    if (error) throw error;
  }

  #issue(number: number): FakeIssue {
    const issue = this.issueList.find(
      (candidate) => candidate.number === number,
    );
    if (!issue) throw notFound(`issue ${number}`);
    return issue;
  }

  #head(): { sha: string; files: Map<string, Uint8Array> } {
    const head = this.#commits.at(-1);
    if (!head) throw new Error("a repository has a commit");
    return head;
  }

  #at(commit: string): Map<string, Uint8Array> {
    const found = [...this.#commits, ...this.#beside].find(
      ({ sha }) => sha === commit,
    );
    if (!found) throw notFound(`commit ${commit}`);
    return found.files;
  }

  #sha(): string {
    const made = this.#commits.length + this.#beside.length;
    return createHash("sha1").update(`${made}`).digest("hex");
  }

  #changeOf(
    path: string,
    content: string | Uint8Array | null,
  ): FileChange["change"] {
    if (content === null) return "removed";
    return this.#head().files.has(path) ? "changed" : "added";
  }

  #id(): number {
    this.#ids += 1;
    return this.#ids;
  }

  /** GitHub's times are whole seconds. */
  #second(): Date {
    return new Date(Math.floor(this.#now().getTime() / 1_000) * 1_000);
  }
}

function changeCheck(
  check: FakeCheck,
  { conclusion, output }: CheckChange,
): void {
  const { title, summary, annotations } = output;
  if (annotations.length > 50) throw new Error("50 annotations at most");
  if (summary.length > 65_535) throw new Error("65,535 characters at most");
  Object.assign(check, { title, summary });
  check.annotations.push(...annotations);
  if (conclusion === undefined) delete check.conclusion;
  else check.conclusion = conclusion;
}

function seenCheck(check: FakeCheck): CheckRun {
  return {
    id: check.id,
    externalId: check.externalId,
    completed: check.conclusion !== undefined,
    cancelled: check.conclusion === "cancelled",
    annotations: check.annotations.length,
  };
}

function notFound(what: string): ProviderError {
  return new ProviderError("github", `no ${what}`, {
    retryable: false,
    status: 404,
  });
}
