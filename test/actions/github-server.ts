import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import {
  answerProblems,
  example,
  requestProblems,
  routeOf,
} from "../providers/github/contract.ts";

/** What the server knows of the repository octo/studio. */
export interface GitHubWorld {
  /** The policy on the default branch; none where it is absent. */
  policy: string | undefined;
  /** Login of who started the run that asks. */
  startedBy: string;
  issues: { title: string; body: string; labels: string[]; author: string }[];
  /** Answers every request with this status. */
  outage?: number;
  /** What was not as GitHub's description has it. */
  deviations: string[];
}

export const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";

/** A small local server that stands for GitHub's API, held to GitHub's own description of it. */
export async function serveGitHub(world: GitHubWorld): Promise<string> {
  const server = createServer((request, response) => {
    void answer(world, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function answer(
  world: GitHubWorld,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://a");
  const route = routeOf(request.method ?? "GET", pathname);
  const sent: unknown = body === "" ? undefined : JSON.parse(body);
  const answered =
    world.outage === undefined
      ? answerFor(`${route.method} ${route.template}`, world, sent)
      : { status: world.outage, body: { message: "No" } };
  world.deviations.push(
    ...requestProblems(route, Object.fromEntries(searchParams), sent),
    ...answerProblems(route, answered.status, answered.body),
  );
  response.statusCode = answered.status;
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.end(JSON.stringify(answered.body));
}

function answerFor(
  route: string,
  world: GitHubWorld,
  sent: unknown,
): { status: number; body: unknown } {
  const missing = { status: 404, body: { message: "Not Found" } };
  switch (route) {
    case "get /repos/{owner}/{repo}":
      return {
        status: 200,
        body: {
          ...example("full-repository-default-response"),
          default_branch: "main",
          language: null,
          parent: undefined,
          source: undefined,
          template_repository: undefined,
        },
      };
    case "get /repos/{owner}/{repo}/git/ref/{ref}": {
      const reference = example("git-ref");
      const object = { ...Object(reference["object"]), sha: COMMIT };
      return { status: 200, body: { ...reference, object } };
    }
    case "get /repos/{owner}/{repo}/contents/{path}":
      return world.policy === undefined
        ? missing
        : { status: 200, body: fileOf(world.policy) };
    case "get /repos/{owner}/{repo}/actions/runs/{run_id}":
      return { status: 200, body: runOf(world) };
    case "get /repos/{owner}/{repo}/issues":
      return { status: 200, body: world.issues.map(issueOf) };
    case "post /repos/{owner}/{repo}/issues": {
      const { title, body, labels } = Object(sent);
      const author = "github-actions[bot]";
      world.issues.push({ title, body, labels, author });
      const [opened] = world.issues.map(issueOf).slice(-1);
      return { status: 201, body: opened };
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

function runOf({ startedBy }: GitHubWorld): unknown {
  const shown = example("workflow-run");
  return {
    ...shown,
    id: 99,
    html_url: "https://github.com/octo/studio/actions/runs/99",
    event: "workflow_dispatch",
    path: ".github/workflows/chaos-tests.yml",
    head_sha: COMMIT,
    triggering_actor: { ...Object(shown["actor"]), login: startedBy },
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
    pull_request: undefined,
  };
}
