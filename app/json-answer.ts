import type { ServerResponse } from "node:http";

/** Answers with JSON, which nobody is to keep. */
export function answerJson(
  response: ServerResponse,
  code: number,
  body: string,
): void {
  response
    .writeHead(code, {
      "content-type": "application/json",
      "cache-control": "no-store",
    })
    .end(body);
}

/** Answers whoever has not the right token. */
export function answerUnauthorised(response: ServerResponse): void {
  response.setHeader("www-authenticate", "Bearer");
  answerJson(response, 401, '{"problem":"the bearer token is not right"}');
}
