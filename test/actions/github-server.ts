import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished } from "vitest";
import {
  type Contract,
  createContract,
} from "../../sandbox/github/contract/contract.ts";
import { POLICY_PATH } from "../../core/policy/path.ts";
import { example, exampleRepository } from "../providers/github/example.ts";
import { exchangeFor } from "../providers/github/exchange.ts";

import { type Change, changedFiles, comparisonOf } from "./github-changes.ts";

interface GitHubIssue {
  title: string;
  body: string;
  labels: string[];
  author: string;
  closed?: boolean;
  createdAt?: string;
  comments?: GitHubComment[];
  /** How often somebody deleted a comment of it. */
  deleted?: number;
}

export interface GitHubComment {
  author: string;
  body: string;
  edited?: boolean;
  createdAt?: string;
}

/** Who writes with a workflow's own token. */
export const WORKFLOW_BOT = "github-actions[bot]";

/** What the server knows of the repository octo/studio. */
export interface GitHubWorld {
  /** The policy on the default branch; none where it is absent. */
  policy: string | undefined;
  /** Login of who started the run that asks. */
  startedBy: string;
  issues: GitHubIssue[];
  /** When what is written is said to be written, in whole seconds; the real time where absent. */
  writtenAt?: string;
  /** What else is to be said of that run, in GitHub's words. */
  run?: Record<string, unknown>;
  /** What people may do here; write where a login is not in it. */
  permissions?: Record<string, "none" | "read" | "write" | "admin">;
  /** Other files on any branch, by their paths. */
  files?: Record<string, string>;
  /** What any pull request changes, and any two commits differ in. */
  changes?: Change[];
  /** Answers every request with this status. */
  outage?: number;
  /** Statuses with which single operations are refused, by their names in GitHub's description. */
  refusals?: Record<string, number>;
  /** The first lists of issues are answered once so many were asked for: nobody sees what the others open. */
  together?: number;
}

export const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";

/** A small local server that stands for GitHub's API, held to GitHub's own description of it. */
export async function serveGitHub(world: GitHubWorld): Promise<string> {
  const contract = createContract();
  const arrived = barrier(world.together ?? 0);
  const server = createServer((request, response) => {
    void answer(world, contract, arrived, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    expect(contract.violations).toEqual([]);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function answer(
  world: GitHubWorld,
  contract: Contract,
  arrived: () => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const url = new URL(request.url ?? "/", "http://github");
  const exchange = exchangeFor(request.method ?? "GET", url);
  const sent: unknown = body === "" ? undefined : JSON.parse(body);
  contract.request(exchange, sent);
  const operation = exchange.operation.id;
  const refusal = world.outage ?? world.refusals?.[operation];
  const answered =
    refusal === undefined
      ? answerFor(operation, world, sent, url)
      : { status: refusal, body: { message: "No" } };
  if (operation === "issues/list-for-repo") await arrived();
  const shown = JSON.stringify(answered.body);
  contract.answer(exchange, answered.status, JSON.parse(shown));
  response.statusCode = answered.status;
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(shown);
}

function answerFor(
  operation: string,
  world: GitHubWorld,
  sent: unknown,
  { pathname, searchParams }: URL,
): { status: number; body: unknown } {
  const missing = { status: 404, body: { message: "Not Found" } };
  switch (operation) {
    case "repos/get":
      return { status: 200, body: exampleRepository("main") };
    case "git/get-ref": {
      const reference = example("git-ref");
      const object = { ...Object(reference["object"]), sha: COMMIT };
      return { status: 200, body: { ...reference, object } };
    }
    case "repos/get-content": {
      const files: Record<string, string | undefined> = {
        [POLICY_PATH]: world.policy,
        ...world.files,
      };
      const path = decodeURIComponent(pathname.split("/contents/")[1] ?? "");
      const content = files[path];
      return content === undefined
        ? missing
        : { status: 200, body: fileOf(content) };
    }
    case "pulls/list-files":
      return { status: 200, body: changedFiles(world.changes ?? []) };
    case "repos/compare-commits-with-basehead":
      return { status: 200, body: comparisonOf(world.changes ?? []) };
    case "actions/get-workflow-run":
      return { status: 200, body: runOf(world) };
    case "issues/list-for-repo": {
      const wanted = searchParams.get("labels")?.split(",") ?? [];
      const open = world.issues
        .flatMap((issue, index) =>
          wanted.every((label) => issue.labels.includes(label))
            ? [issueOf(issue, index)]
            : [],
        )
        .filter(isOpen);
      return { status: 200, body: open };
    }
    case "issues/get": {
      const issue = world.issues.map(issueOf)[numberIn(pathname) - 1];
      return issue ? { status: 200, body: issue } : missing;
    }
    case "issues/list-events": {
      const { deleted = 0 } = world.issues[numberIn(pathname) - 1] ?? {};
      const event = {
        ...example("issue-event"),
        event: "comment_deleted",
        // GitHub's description asks for these of every event.
        label: { name: "chaos-request", color: "ededed" },
        performed_via_github_app: null,
      };
      const events = Array.from({ length: deleted }, () => event);
      return { status: 200, body: events };
    }
    case "repos/get-collaborator-permission-level": {
      const login = pathname.split("/").at(-2) ?? "";
      const permission = world.permissions?.[login] ?? "write";
      const shown = example(
        "repository-collaborator-permission-response-if-user-has-admin-permissions",
      );
      const user = { ...Object(shown["user"]), login, role_name: permission };
      const body = { ...shown, permission, role_name: permission, user };
      return { status: 200, body };
    }
    case "actions/list-workflow-runs":
      return { status: 200, body: { total_count: 0, workflow_runs: [] } };
    case "issues/create": {
      const { title, body, labels } = Object(sent);
      const author = WORKFLOW_BOT;
      const { writtenAt: createdAt = now() } = world;
      world.issues.push({ title, body, labels, author, createdAt });
      const [opened] = world.issues.map(issueOf).slice(-1);
      return { status: 201, body: opened };
    }
    case "issues/update": {
      const index = numberIn(pathname) - 1;
      const { state, state_reason: _, ...fields } = Object(sent);
      const issue = { ...world.issues[index], ...fields };
      world.issues[index] = { ...issue, ...(state && { closed: true }) };
      return { status: 200, body: world.issues.map(issueOf)[index] };
    }
    case "issues/list-comments": {
      const comments = world.issues[numberIn(pathname) - 1]?.comments ?? [];
      return { status: 200, body: comments.map(commentOf) };
    }
    case "issues/create-comment": {
      const issue = world.issues[numberIn(pathname) - 1];
      if (!issue) return missing;
      const { body } = Object(sent);
      const { writtenAt: createdAt = now() } = world;
      const comment = { author: WORKFLOW_BOT, body, createdAt };
      issue.comments = [...(issue.comments ?? []), comment];
      return {
        status: 201,
        body: commentOf(comment, issue.comments.length - 1),
      };
    }
    default:
      return missing;
  }
}

function fileOf(content: string): unknown {
  const bytes = Buffer.from(content);
  return {
    ...example("content-file-response-if-content-is-a-file"),
    size: bytes.length,
    content: bytes.toString("base64"),
  };
}

/** GitHub tells whole seconds. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

function runOf({ startedBy, run }: GitHubWorld): unknown {
  const shown = example("workflow-run");
  return {
    ...shown,
    id: 99,
    html_url: "https://github.com/octo/studio/actions/runs/99",
    event: "workflow_dispatch",
    path: ".github/workflows/chaos-tests.yml",
    head_sha: COMMIT,
    triggering_actor: { ...Object(shown["actor"]), login: startedBy },
    ...run,
  };
}

function issueOf(issue: GitHubWorld["issues"][number], index: number): unknown {
  const number = index + 1;
  return {
    ...example("issue"),
    id: number,
    number,
    html_url: `https://github.com/octo/studio/issues/${number}`,
    title: issue.title,
    body: issue.body,
    labels: issue.labels,
    user: { ...Object(example("issue")["user"]), login: issue.author },
    state: issue.closed ? "closed" : "open",
    created_at: issue.createdAt ?? "2011-04-22T13:33:48Z",
    pull_request: undefined,
  };
}

function isOpen(issue: unknown): boolean {
  return Object(issue).state === "open";
}

function commentOf(
  { author, body, edited, createdAt }: GitHubComment,
  index: number,
): unknown {
  const shown = example("issue-comment");
  const user = { ...Object(shown["user"]), login: author };
  const written = createdAt && { created_at: createdAt, updated_at: createdAt };
  const change = edited ? { updated_at: "2036-04-14T16:00:49Z" } : {};
  return { ...shown, id: index + 1, user, body, ...written, ...change };
}

/** The number of the issue in a path of the API. */
function numberIn(path: string): number {
  return Number(/\/issues\/(\d+)/.exec(path)?.[1]);
}

/** Whoever comes waits until that many have come; whoever comes later does not. */
function barrier(size: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    come += 1;
    if (come >= size) resolve();
    return promise;
  };
}
