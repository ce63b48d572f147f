import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "./listener.ts";
import type { Store } from "./store/store.ts";

const PATH =
  /^\/api\/repositories\/(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})(\/requests\/(?<issue>\d{1,15}))?\/decisions$/;

/**
 * `GET /api/repositories/:owner/:repo/requests/:number/decisions`: the recorded decisions on a request, oldest first.
 * `GET /api/repositories/:owner/:repo/decisions`: the latest decision on each request of the last 30 days. Both for
 * whoever has the operator's token; without one in the settings there is no such page.
 *
 * @returns a handler, which says whether the request was its own
 */
export function decisionsHandler(
  token: string | undefined,
  store: Pick<Store, "decisionsOf" | "latestDecisions">,
  clock: () => Date,
): RequestHandler {
  return async (request, response) => {
    const found = PATH.exec(request.url?.split("?")[0] ?? "")?.groups;
    if (token === undefined || request.method !== "GET" || !found) return false;
    if (!bears(request, token)) {
      response.setHeader("www-authenticate", "Bearer");
      answer(response, 401, '{"problem":"the bearer token is not right"}');
      return true;
    }
    const { owner = "", repo = "", issue } = found;
    const records =
      issue === undefined
        ? await store.latestDecisions({ owner, repo }, clock())
        : await store.decisionsOf({ owner, repo, issue: Number(issue) });
    // Each is JSON already, and goes out to the letter as it was recorded.
    answer(response, 200, `{"version":1,"decisions":[${records.join(",\n")}]}`);
    return true;
  };
}

/** Hashes are of one length, so the comparison takes the same time whatever was sent. */
function bears({ headers }: IncomingMessage, token: string): boolean {
  const sent = /^Bearer +(?<token>\S+)$/i.exec(headers.authorization ?? "");
  return timingSafeEqual(hash(sent?.groups?.["token"] ?? ""), hash(token));
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function answer(response: ServerResponse, code: number, body: string): void {
  response
    .writeHead(code, {
      "content-type": "application/json",
      "cache-control": "no-store",
    })
    .end(body);
}
