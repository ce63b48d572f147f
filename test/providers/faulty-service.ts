import type { RequestListener } from "node:http";
import { afterEach } from "vitest";
import { listen, type Listener } from "../../sandbox/service/listener.ts";

/** Everything that a service can do instead of answering, and what is said of it. */
export const FAULTS: [string, RequestListener, RegExp][] = [
  [
    "resets the connection",
    (request) => request.socket.resetAndDestroy(),
    /could not be reached: (ECONNRESET|UND_ERR_SOCKET|other side closed)/,
  ],
  [
    "breaks off in the middle of a page",
    (_, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"incidents": [');
      setImmediate(() => response.destroy());
    },
    /could not be reached/,
  ],
  [
    "was asked too often",
    (_, response) => {
      response.writeHead(429, { "ratelimit-reset": "600" });
      response.end();
    },
    /was asked too often, again at \d\d:\d\d UTC/,
  ],
  [
    "fails",
    (_, response) => {
      response.writeHead(503);
      response.end("<html>Service Unavailable</html>");
    },
    /answered HTTP 503/,
  ],
  [
    "does not accept the token any more",
    (_, response) => {
      response.writeHead(401);
      response.end('{"error":{"message":"Unauthorized"}}');
    },
    /does not accept the credentials \(HTTP 401\); whoever operates this app renews them/,
  ],
  [
    "answers half a page",
    (_, response) => response.end('{"incidents": ['),
    /answered what makes no sense, at its root/,
  ],
  [
    "answers another shape",
    (_, response) => response.end('{"incidents": [{"id": 7}], "more": false}'),
    /answered what makes no sense, at/,
  ],
  [
    "leads to a login page",
    (_, response) => {
      response.writeHead(302, { location: "https://login.test/" });
      response.end();
    },
    /answered HTTP 302/,
  ],
];

/** Starts servers that end with their test. */
export function servers(): (handler: RequestListener) => Promise<string> {
  const open: Listener[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((listener) => listener.close()));
  });
  return async (handler) => {
    const listener = await listen(handler, 0);
    open.push(listener);
    return listener.url;
  };
}

/** A server that answers each path with its JSON, and keeps what it was asked. */
export function answering(answers: Record<string, unknown>): {
  handler: RequestListener;
  asked: URL[];
} {
  const asked: URL[] = [];
  return {
    asked,
    handler: (request, response) => {
      const url = new URL(request.url ?? "", "http://here");
      asked.push(url);
      response.statusCode = url.pathname in answers ? 200 : 404;
      response.end(JSON.stringify(answers[url.pathname] ?? {}));
    },
  };
}
