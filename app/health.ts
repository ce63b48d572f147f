import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { RequestHandler } from "./listener.ts";

/** How long a database may take to answer. */
const PATIENCE_MS = 2_000;

/**
 * `GET /healthz`: the process runs. `GET /readyz`: it can do its work, that is, the database answers.
 *
 * @param ping rejects where the database does not answer
 * @param patienceMs how long it may take to answer
 * @returns a handler, which says whether the request was its own
 */
export function healthHandler(
  ping: () => Promise<void>,
  patienceMs: number = PATIENCE_MS,
): RequestHandler {
  return async (request, response) => {
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    if (path === "/healthz") answer(response, 200, "alive");
    else if (path === "/readyz")
      if (await answers(ping, patienceMs)) answer(response, 200, "ready");
      else answer(response, 503, "the database does not answer");
    else return false;
    return true;
  };
}

async function answers(
  ping: () => Promise<void>,
  patienceMs: number,
): Promise<boolean> {
  const patience = new AbortController();
  try {
    return await Promise.race([
      ping().then(() => true),
      delay(patienceMs, false, { signal: patience.signal }),
    ]);
  } catch {
    return false;
  } finally {
    patience.abort();
  }
}

function answer(response: ServerResponse, code: number, status: string): void {
  response
    .writeHead(code, {
      "content-type": "application/json",
      "cache-control": "no-store",
    })
    .end(JSON.stringify({ status }));
}
