import { once } from "node:events";
import { createServer } from "node:http";

const ISSUE = /^\/repos\/acme\/shop\/issues\/(?<number>\d+)$/;

/** As much of GitHub as it takes to look at issues in which there is nothing to do. */
export interface EmptyGitHub {
  url: string;
  /** When each issue was asked for last, on the clock of `performance`. */
  asked: ReadonlyMap<number, number>;
  /** How often an issue was asked for. */
  looks(): number;
  close(): void;
}

export async function emptyGitHub(): Promise<EmptyGitHub> {
  const asked = new Map<number, number>();
  let looks = 0;
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const number = Number(ISSUE.exec(path)?.groups?.["number"] ?? 0);
    if (number > 0) {
      asked.set(number, performance.now());
      looks += 1;
    }
    const body = number > 0 ? issue(number) : answerTo(path);
    response
      .writeHead(body === undefined ? 404 : 200, {
        "content-type": "application/json",
      })
      .end(JSON.stringify(body ?? { message: "Not Found" }));
    request.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    asked,
    looks: () => looks,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answerTo(path: string): unknown {
  if (path === "/app/installations") return [];
  if (path === "/app/installations/7/access_tokens")
    return {
      token: "ghs_installation",
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: {},
    };
  if (path.endsWith("/comments")) return [];
  return undefined;
}

function issue(number: number) {
  return {
    id: number,
    node_id: `I_${String(number)}`,
    number,
    title: "The shop is slow",
    body: "",
    state: "open",
    labels: [],
    user: { login: "ahmed", id: 1, type: "User" },
    author_association: "NONE",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    html_url: `https://github.example/acme/shop/issues/${String(number)}`,
  };
}
