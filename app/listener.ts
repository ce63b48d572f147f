import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { isIPv6 } from "node:net";
import type { Log } from "./log.ts";

/** The header of an answer with the id by which the log calls its request. */
export const REQUEST_ID = "x-request-id";
const LONGEST_PATH = 200;

/** Answers a request if it is its own, and says whether it was. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

export interface Listener {
  url: string;
  /** Takes no more requests, and answers those that it took. */
  stop(): Promise<void>;
}

/**
 * How long a client may take to send a request, so that nobody holds connections by sending slowly; GitHub waits ten
 * seconds for the answer.
 */
export const PATIENCE = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};

/**
 * Listens; the first handler that knows a request answers it, and what none of them knows is not there.
 *
 * @throws where the port is taken
 */
export async function listen(options: {
  host: string;
  port: number;
  handlers: readonly RequestHandler[];
  log: Log;
  patience?: typeof PATIENCE;
}): Promise<Listener> {
  const { host, port, handlers, log, patience = PATIENCE } = options;
  const server = createServer(patience, (request, response) => {
    const id = randomUUID();
    response.setHeader(REQUEST_ID, id);
    response.once("finish", () => {
      const { statusCode: status } = response;
      log.debug(
        { request: id, method: request.method, path: pathOf(request), status },
        "A request was answered.",
      );
    });
    answer(request, response, handlers).catch((error: unknown) => {
      // Whoever went away in the middle of it waits for no answer.
      if (request.destroyed && !request.complete) return;
      log.error(
        { err: error, request: id },
        "A request could not be answered.",
      );
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  server.listen({ host, port });
  await once(server, "listening");
  return { url: urlOf(server), stop: () => close(server) };
}

/** Without the query, and no longer than any of ours: anybody may ask for anything. */
function pathOf({ url = "" }: IncomingMessage): string {
  return (url.split("?")[0] ?? "").slice(0, LONGEST_PATH);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: readonly RequestHandler[],
): Promise<void> {
  for (const handler of handlers) if (await handler(request, response)) return;
  response.writeHead(404).end();
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("A server that listens on a port has an address.");
  const host = isIPv6(address.address)
    ? `[${address.address}]`
    : address.address;
  return `http://${host}:${String(address.port)}`;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
