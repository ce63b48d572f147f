import { bears } from "./bearer.ts";
import { answerJson, answerUnauthorised } from "./json-answer.ts";
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
      answerUnauthorised(response);
      return true;
    }
    const { owner = "", repo = "", issue } = found;
    const records =
      issue === undefined
        ? await store.latestDecisions({ owner, repo }, clock())
        : await store.decisionsOf({ owner, repo, issue: Number(issue) });
    // Each is JSON already, and goes out to the letter as it was recorded.
    answerJson(
      response,
      200,
      `{"version":1,"decisions":[${records.join(",\n")}]}`,
    );
    return true;
  };
}
