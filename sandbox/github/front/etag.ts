import { createHash } from "node:crypto";
import type { Answer, ApiRequest } from "./http.ts";

/**
 * The answer with its ETag; nothing but a 304 where the client has it already. As on GitHub, the tag is another one for
 * another token, so that what is kept counts for nothing once an installation's token is renewed.
 * Source: GitHub's "Best practices for using the REST API", section "Use conditional requests if appropriate".
 */
export function conditional(
  { method, headers }: ApiRequest,
  answer: Answer,
): Answer {
  if (method !== "GET" || answer.status !== 200) return answer;
  const { authorization = "", accept = "" } = headers;
  const etag = `"${digestOf(authorization, accept, answer)}"`;
  return headers["if-none-match"] === etag
    ? { status: 304, headers: { etag } }
    : { ...answer, headers: { ...answer.headers, etag } };
}

function digestOf(
  authorization: string,
  accept: string,
  { body }: Answer,
): string {
  const said = body instanceof Uint8Array ? body : JSON.stringify(body);
  return createHash("sha256")
    .update(JSON.stringify([authorization, accept]))
    .update(said ?? "")
    .digest("hex");
}
