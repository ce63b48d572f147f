import type { RequestHandler } from "./listener.ts";
import { forOperator } from "./operator-door.ts";
import type { Store } from "./store/store.ts";

const PATH =
  /^\/api\/repositories\/(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})(\/requests\/(?<issue>\d{1,15}))?\/decisions$/;

/**
 * `GET /api/repositories/:owner/:repo/requests/:number/decisions`: the recorded decisions on a request, oldest first.
 * `GET /api/repositories/:owner/:repo/decisions`: the latest decision on each request of the last 30 days.
 */
export function decisionsHandler(
  token: string | undefined,
  store: Pick<Store, "decisionsOf" | "latestDecisions">,
  clock: () => Date,
): RequestHandler {
  return forOperator(token, PATH, async ({ owner = "", repo = "", issue }) => {
    const records =
      issue === undefined
        ? await store.latestDecisions({ owner, repo }, clock())
        : await store.decisionsOf({ owner, repo, issue: Number(issue) });
    // Each is JSON already, and goes out to the letter as it was recorded.
    return `{"version":1,"decisions":[${records.join(",\n")}]}`;
  });
}
