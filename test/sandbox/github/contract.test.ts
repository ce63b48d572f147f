import { expect, it } from "vitest";
import { createContract } from "../../../sandbox/github/contract/contract.ts";
import { githubDescription } from "../../../sandbox/github/contract/description.ts";

/** What the contract says of an exchange. */
function judge(
  route: string,
  said: { body?: unknown; answer?: [status: number, body?: unknown] },
): string[] {
  const [method = "", address = ""] = route.split(" ");
  const { pathname: path, searchParams: query } = new URL(
    address,
    "http://github",
  );
  const found = githubDescription().find(method, path);
  if (!found) throw new Error(`GitHub has no ${route}`);
  const contract = createContract();
  const exchange = { method, path, query, operation: found.operation };
  contract.request(exchange, said.body);
  if (said.answer) contract.answer(exchange, ...said.answer);
  return contract.violations.map(
    ({ where, problem }) => `${where}: ${problem}`,
  );
}

const REACTIONS = "POST /repos/acme/shop/issues/comments/1/reactions";
const ISSUES = "GET /repos/acme/shop/issues";

it.each([
  [
    `${ISSUES}?state=all&per_page=100&labels=a,b&since=2026-01-01T00:00:00Z`,
    {},
  ],
  [ISSUES, { answer: [200, []] }],
  [REACTIONS, { body: { content: "eyes" } }],
  [ISSUES, { answer: [404, { message: "Not Found" }] }],
  [
    "GET /repos/acme/shop/actions/workflows/a.yml/runs?created=%3E%3D2026-01-01",
    { answer: [200, { total_count: 0, workflow_runs: [] }] },
  ],
  ["POST /repos/acme/shop/actions/runs/1/cancel", { answer: [202, {}] }],
] satisfies [string, Parameters<typeof judge>[1]][])(
  "what GitHub describes is no violation: %s",
  (route, said) => {
    expect(judge(route, said)).toEqual([]);
  },
);

it.each([
  [
    "a value that a parameter can't have",
    `${ISSUES}?state=opened`,
    {},
    "query: state: /value must be equal to one of the allowed values open, closed, all",
  ],
  [
    "a number that is none",
    `${ISSUES}?page=two`,
    {},
    "query: page: /value must be integer",
  ],
  [
    "an unknown parameter",
    `${ISSUES}?colour=red`,
    {},
    "query: there is no parameter colour",
  ],
  [
    "a wrong body",
    REACTIONS,
    { body: { content: "thumbs-up" } },
    "request body: /content must be equal to one of the allowed values +1, -1, laugh, confused, heart, hooray, rocket, eyes",
  ],
  [
    "an unknown key in a body",
    REACTIONS,
    { body: { content: "eyes", colour: "red" } },
    "request body: there is no key colour",
  ],
  ["a missing body", REACTIONS, {}, "request body: a body is missing"],
  [
    "a body where none is taken",
    ISSUES,
    { body: {} },
    "request body: no body is taken",
  ],
  [
    "an answer of another shape",
    ISSUES,
    { answer: [200, {}] },
    "answer: / must be array",
  ],
  [
    "an answer without what it must have",
    "GET /repos/acme/shop/actions/runs/1/artifacts",
    { answer: [200, { total_count: 0 }] },
    "answer: / must have required property 'artifacts'",
  ],
  [
    "a status that is not described",
    ISSUES,
    { answer: [202, []] },
    "answer: an answer 202 is not described",
  ],
  [
    "a body of an answer that has none",
    "DELETE /repos/acme/shop/issues/comments/1",
    { answer: [204, {}] },
    "answer: 204 has no body",
  ],
  [
    "a failure in another form than GitHub's",
    ISSUES,
    { answer: [500, "oops"] },
    "answer: / must be object",
  ],
] satisfies [string, string, Parameters<typeof judge>[1], string][])(
  "a violation is %s",
  (_, route, said, problem) => {
    expect(judge(route, said)).toEqual([problem]);
  },
);

it("a webhook that GitHub does not have, and one of another shape, are violations", () => {
  const contract = createContract();
  contract.webhook("issues", "exploded", {});
  contract.webhook("issues", "opened", { action: "opened" });
  expect(contract.violations).toEqual([
    {
      method: "webhook",
      path: "issues.exploded",
      where: "payload",
      problem: "GitHub has no such event",
    },
    {
      method: "webhook",
      path: "issues.opened",
      where: "payload",
      problem: "/ must have required property 'issue'",
    },
  ]);
});

/** The operation that a request is for, and the parameters of its path. */
function destination(route: string) {
  const [method = "", path = ""] = route.split(" ");
  const match = githubDescription().find(method, path);
  return match && [match.operation.id, match.parameters];
}

it("a path leads to the operation that says most of it, with its parameters decoded", () => {
  const shop = { owner: "acme", repo: "shop" };
  expect(destination("GET /repos/acme/shop/issues/comments")).toEqual([
    "issues/list-comments-for-repo",
    shop,
  ]);
  expect(destination("GET /repos/acme/shop/git/ref/heads%2Fmain")).toEqual([
    "git/get-ref",
    { ...shop, ref: "heads/main" },
  ]);
  expect(destination("GET /repos/acme/shop/contents/a/b%20c.yml")).toEqual([
    "repos/get-content",
    { ...shop, path: "a/b c.yml" },
  ]);
  expect(destination("GET /repos/acme/shop/contents/%E0%A4%A")).toEqual([
    "repos/get-content",
    { ...shop, path: "%E0%A4%A" },
  ]);
  expect(destination("GET /nowhere")).toBeUndefined();
});
