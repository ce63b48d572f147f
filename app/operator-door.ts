import { bears } from "./bearer.ts";
import { answerJson, answerUnauthorised } from "./json-answer.ts";
import type { RequestHandler } from "./listener.ts";

/** Answers with JSON text. */
type OperatorPage = (
  /** The named parts of the path. */
  found: Partial<Record<string, string>>,
  query: URLSearchParams,
) => Promise<string>;

/**
 * A page that is shown to whoever has the operator's token; without one in the settings there is no such page.
 *
 * @returns a handler, which says whether the request was its own
 */
export function forOperator(
  token: string | undefined,
  path: RegExp,
  page: OperatorPage,
): RequestHandler {
  return async (request, response) => {
    const [asked = "", query] = request.url?.split("?") ?? [];
    const found = path.exec(asked)?.groups;
    if (token === undefined || request.method !== "GET" || !found) return false;
    if (!bears(request, token)) {
      answerUnauthorised(response);
      return true;
    }
    answerJson(response, 200, await page(found, new URLSearchParams(query)));
    return true;
  };
}
