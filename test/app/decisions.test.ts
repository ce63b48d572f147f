import { describe, expect, it } from "vitest";
import { decisionsHandler } from "../../app/decisions.ts";
import { answerOf } from "./answer-of.ts";

const TOKEN = "0123456789abcdef01234567";
const NOW = new Date("2026-11-24T12:00:00Z");
const REQUEST = "/api/repositories/acme/shop.js/requests/12/decisions";

function get(
  path: string,
  sent: RequestInit = { headers: { authorization: `Bearer ${TOKEN}` } },
) {
  const asked: unknown[] = [];
  const store = {
    decisionsOf: (request: unknown) => {
      asked.push(request);
      return Promise.resolve(['{"zz":1,"a":2}', '{"n":1.0}']);
    },
    latestDecisions: (...repository: unknown[]) => {
      asked.push(repository);
      return Promise.resolve([]);
    },
  };
  const handler = decisionsHandler(TOKEN, store, () => NOW);
  return answerOf(handler, path, sent).then((answer) => ({ ...answer, asked }));
}

describe("GET /api/repositories/…/decisions", () => {
  it("shows whoever has the token the decisions on a request", async () => {
    const answer = await get(`${REQUEST}?x=1`);
    expect(answer).toMatchObject({
      code: 200,
      body: { version: 1, decisions: [{ zz: 1, a: 2 }, { n: 1 }] },
      asked: [{ owner: "acme", repo: "shop.js", issue: 12 }],
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("shows the latest of each request of a repository in the last 30 days", async () => {
    expect(await get("/api/repositories/acme/shop/decisions")).toMatchObject({
      code: 200,
      body: { version: 1, decisions: [] },
      asked: [[{ owner: "acme", repo: "shop" }, NOW]],
    });
  });

  it.for([
    {},
    { authorization: "Bearer " },
    { authorization: `Bearer ${TOKEN}0` },
    { authorization: `Bearer ${TOKEN.slice(1)}` },
    { authorization: `Basic ${TOKEN}` },
  ])("shows nothing to %j", async (headers) => {
    const answer = await get(REQUEST, { headers });
    expect(answer).toMatchObject({ code: 401, asked: [] });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("is not there without a token in the settings, and takes no other method and path", async () => {
    const bearer = { headers: { authorization: "Bearer undefined" } };
    const handler = decisionsHandler(
      undefined,
      { decisionsOf: never, latestDecisions: never },
      () => NOW,
    );
    expect((await answerOf(handler, REQUEST, bearer)).code).toBe(418);
    expect((await get(REQUEST, { method: "POST" })).code).toBe(418);
    for (const path of [
      "/api/repositories/acme/decisions",
      "/api/repositories/a/b/requests/x/decisions",
      `${REQUEST}/more`,
    ])
      expect((await get(path)).code).toBe(418);
  });
});

function never(): Promise<string[]> {
  return Promise.reject(new Error("the store was asked"));
}
