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
import { example, exampleRepository } from "../providers/github/example.ts";
import { exchangeFor } from "../providers/github/exchange.ts";

/** What the server knows of the repository octo/studio. */
export interface GitHubWorld {
  /** The policy on the default branch; none where it is absent. */
  policy: string | undefined;
  /** Login of who started the run that asks. */
  startedBy: string;
  issues: { title: string; body: string; labels: string[]; author: string }[];
  /** Answers every request with this status. */
  outage?: number;
}

export const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";

/** A small local server that stands for GitHub's API, held to GitHub's own description of it. */
export async function serveGitHub(world: GitHubWorld): Promise<string> {
  const contract = createContract();
  const server = createServer((request, response) => {
    void answer(world, contract, request, response);
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
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const url = new URL(request.url ?? "/", "http://github");
  const exchange = exchangeFor(request.method ?? "GET", url);
  const sent: unknown = body === "" ? undefined : JSON.parse(body);
  contract.request(exchange, sent);
  const answered =
    world.outage === undefined
      ? answerFor(exchange.operation.id, world, sent)
      : { status: world.outage, body: { message: "No" } };
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
    case "repos/get-content":
      return world.policy === undefined
        ? missing
        : { status: 200, body: fileOf(world.policy) };
    case "actions/get-workflow-run":
      return { status: 200, body: runOf(world) };
    case "issues/list-for-repo":
      return { status: 200, body: world.issues.map(issueOf) };
    case "issues/create": {
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
