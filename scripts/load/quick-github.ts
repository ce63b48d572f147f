import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { APP_ID } from "./started.ts";

const COMMIT = "c0ffee0000000000000000000000000000000000";
const written = z.object({ body: z.string() });

/** As much of GitHub as it takes to approve and start the request in issue 1 of each owner's `shop`; it answers at once. */
export interface QuickGitHub {
  url: string;
  /** Somebody comments. */
  say(owner: string, login: string, body: string): void;
  /** How often the app changed a comment: it knows nothing new to say once that stays as it is. */
  changes(owner: string): number;
  /** When a workflow was asked for, on the clock of `performance`. */
  dispatchedAt(owner: string): Promise<number>;
  close(): void;
}

/**
 * @param content.files by path, what each repository holds
 * @param content.request the body of each request
 */
export async function quickGitHub(content: Content): Promise<QuickGitHub> {
  const shops = new Map<string, Shop>();
  const shopOf = (owner: string) => {
    const shop = shops.get(owner) ?? new Shop(content);
    shops.set(owner, shop);
    return shop;
  };
  const server = createServer((request, response) => {
    void respond(request, response, shopOf);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    say: (owner, login, body) => {
      shopOf(owner).say(login, body);
    },
    changes: (owner) => shopOf(owner).changes,
    dispatchedAt: (owner) => shopOf(owner).dispatched.promise,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  shopOf: (owner: string) => Shop,
): Promise<void> {
  const answer = await answerTo(request, shopOf);
  response
    .writeHead(answer === undefined ? 404 : 200, {
      "content-type": "application/json",
    })
    .end(JSON.stringify(answer ?? { message: "Not Found" }));
}

async function answerTo(
  request: IncomingMessage,
  shopOf: (owner: string) => Shop,
): Promise<unknown> {
  const path = decodeURIComponent(request.url?.split("?")[0] ?? "");
  const body = await text(request);
  const inShop = /^\/repos\/(?<owner>[^/]+)\/shop(?<rest>.*)$/.exec(path);
  const { owner, rest } = inShop?.groups ?? {};
  if (owner !== undefined && rest !== undefined)
    return shopOf(owner).answer(`${request.method ?? ""} ${rest}`, body);
  if (path === "/app/installations") return [];
  if (!path.endsWith("/access_tokens")) return undefined;
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  return { token: "ghs_installation", expires_at: expires, permissions: {} };
}

interface Content {
  files: Record<string, string>;
  request: string;
}

/** One repository. */
class Shop {
  readonly dispatched = Promise.withResolvers<number>();
  changes = 0;
  readonly #comments: ReturnType<typeof comment>[] = [];
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  say(login: string, body: string, app: { id: number } | null = null) {
    const said = comment(this.#comments.length + 1, login, body, app);
    this.#comments.push(said);
    return said;
  }

  /** @returns undefined for what is not there */
  answer(request: string, body: string): unknown {
    const { files, request: asked } = this.#content;
    switch (request) {
      case "GET ":
        return { default_branch: "main" };
      case "GET /git/ref/heads/main":
        return { object: { sha: COMMIT } };
      case `GET /git/trees/${COMMIT}`:
        return {
          truncated: false,
          tree: Object.keys(files).map((path) => ({
            path,
            mode: "100644",
            type: "blob",
          })),
        };
      case "GET /issues":
        return [];
      case "GET /issues/1":
        return issue(asked);
      case "GET /issues/1/comments":
        return this.#comments;
      case "POST /issues/1/comments":
        this.changes += 1;
        return this.say(
          "chaos-governor[bot]",
          written.parse(JSON.parse(body)).body,
          {
            id: APP_ID,
          },
        );
      case "GET /actions/runs/1":
        return run();
      case `GET /compare/main...${COMMIT}`:
        return { status: "identical" };
      case "POST /git/refs":
        return { ref: "refs/tags/any", object: { sha: COMMIT } };
    }
    if (request.startsWith("GET /contents/"))
      return file(files[request.slice("GET /contents/".length)]);
    if (request.endsWith("/permission"))
      return { permission: "write", role_name: "write" };
    if (request.endsWith("/reactions")) return {};
    if (request.endsWith("/runs")) return { workflow_runs: [] };
    if (request.endsWith("/dispatches")) {
      this.dispatched.resolve(performance.now());
      return { workflow_run_id: 1, html_url: run().html_url };
    }
    if (request.startsWith("PATCH /issues/comments/")) {
      this.changes += 1;
      const id = Number(request.split("/").at(-1));
      const found = this.#comments.find((one) => one.id === id);
      if (found) found.body = written.parse(JSON.parse(body)).body;
      return {};
    }
    return undefined;
  }
}

function file(content: string | undefined) {
  if (content === undefined) return undefined;
  const bytes = Buffer.from(content);
  return {
    type: "file",
    size: bytes.length,
    sha: COMMIT,
    encoding: "base64",
    content: bytes.toString("base64"),
  };
}

function comment(
  id: number,
  login: string,
  body: string,
  app: { id: number } | null,
) {
  const now = new Date().toISOString();
  return {
    id,
    user: { login },
    body,
    performed_via_github_app: app,
    created_at: now,
    updated_at: now,
    html_url: `https://github.example/shop/issues/1#${String(id)}`,
  };
}

function issue(body: string) {
  return {
    id: 1,
    number: 1,
    title: "A chaos experiment",
    body,
    state: "open",
    labels: ["chaos-request"],
    user: { login: "ahmed" },
    created_at: new Date().toISOString(),
    html_url: "https://github.example/shop/issues/1",
  };
}

function run() {
  const now = new Date().toISOString();
  return {
    id: 1,
    html_url: "https://github.example/shop/actions/runs/1",
    status: "in_progress",
    conclusion: null,
    display_title: "A chaos experiment",
    path: ".github/workflows/chaos-tests.yml",
    event: "workflow_dispatch",
    head_branch: "main",
    head_sha: COMMIT,
    actor: { login: "chaos-governor[bot]" },
    created_at: now,
    updated_at: now,
  };
}
