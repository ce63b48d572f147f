import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

/** What a handler answers to one request over HTTP; 418 where it leaves the request to others. */
export async function answerOf(
  handler: Handler,
  path: string,
  init: RequestInit = {},
): Promise<{ code: number; body: unknown; headers: Headers }> {
  const server = createServer((request, response) => {
    void handler(request, response).then((handled) => {
      if (!handled) response.writeHead(418).end("{}");
      return handled;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const url = `http://127.0.0.1:${String(port)}${path}`;
    const response = await fetch(url, init);
    const { status: code, headers } = response;
    return { code, body: await response.json(), headers };
  } finally {
    server.close();
  }
}
