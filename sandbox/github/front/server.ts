import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { Reaction } from "./failures.ts";
import { type Answer, type ApiRequest, refusal } from "./http.ts";

/** GitHub takes no more either. */
const LARGEST_BODY = 25 * 1024 * 1024;

export interface Front {
  url: string;
  /** What answers from now on; until then every request is refused. */
  serve(answer: (request: ApiRequest) => Promise<Reaction>): void;
  stop(): Promise<void>;
}

/** @param failed is told of a bug of the sandbox's own */
export async function listen(
  port: number,
  failed: (error: unknown) => void,
): Promise<Front> {
  let serving: ((request: ApiRequest) => Promise<Reaction>) | undefined;
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    try {
      const read = await readRequest(request);
      const reaction = await reactionTo(read, serving);
      if (reaction === "reset") request.socket.destroy();
      // Left open: the client gives up, or the world ends.
      else if (reaction !== "timeout") write(response, reaction);
    } catch (error) {
      failed(error);
      write(response, refusal(500, "The sandbox failed"));
    }
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${address.port}`,
    serve: (next) => void (serving = next),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function reactionTo(
  request: ApiRequest | undefined,
  serving: ((request: ApiRequest) => Promise<Reaction>) | undefined,
): Promise<Reaction> {
  if (!request) return refusal(413, "Too large");
  return serving?.(request) ?? refusal(503, "The sandbox is starting");
}

/** Undefined where it is too large. */
async function readRequest(
  request: IncomingMessage,
): Promise<ApiRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(bytes);
  }
  const url = new URL(request.url ?? "/", "http://sandbox");
  return {
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    ),
    body: Buffer.concat(chunks),
  };
}

function write(response: ServerResponse, { status, headers, body }: Answer) {
  response.writeHead(status, {
    ...headers,
    "x-github-request-id": "sandbox",
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": "4999",
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1_000) + 3_600),
    "x-ratelimit-resource": "core",
    "x-ratelimit-used": "1",
  });
  if (body === undefined) response.end();
  else if (typeof body === "string" || body instanceof Uint8Array)
    response.end(body);
  else response.end(JSON.stringify(body));
}
