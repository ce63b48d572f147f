import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { AskableSlo } from "../../../core/policy/gates/error-budget.ts";
import { createPrometheus } from "../../../providers/prometheus/prometheus.ts";

const NOW = new Date("2026-03-04T12:00:00Z");
const SLOTH: AskableSlo = { source: "prometheus", sloth: "studio-hub" };

/** Asked with one question; of what is recorded the burn rate and the age are asked, too. */
const OWN: AskableSlo = {
  source: "prometheus",
  name: "own",
  query: "min(budget)",
};

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function budgetFrom(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  timeoutMs = 5_000,
) {
  const url = await serve(answer);
  const [budget] = await createPrometheus({ url, timeoutMs }).errorBudgets(
    [OWN],
    NOW,
  );
  return budget?.remaining;
}

const vector = (...values: string[]) =>
  JSON.stringify({
    status: "success",
    data: {
      resultType: "vector",
      result: values.map((value, slo) => ({
        metric: { slo: String(slo) },
        value: [1, value],
      })),
    },
  });

const success = (data: object, rest: object = {}) =>
  JSON.stringify({ status: "success", data, ...rest });

describe("the remaining error budget", () => {
  it("is the smallest of all series, with the question, the answer and a page to look at", async () => {
    const url = await serve((_, response) =>
      response.end(vector("0.9", "-1.5e-1", "0.62")),
    );
    const prometheus = createPrometheus({ url: `${url}/` });
    const query = "min(budget)";
    expect(await prometheus.errorBudgets([OWN], NOW)).toEqual([
      {
        slo: "own",
        remaining: {
          known: true,
          value: -0.15,
          evidence: [
            {
              source: "prometheus",
              at: NOW,
              query,
              answer: vector("0.9", "-1.5e-1", "0.62"),
              link: `${url}/graph?g0.expr=min%28budget%29&g0.tab=1`,
            },
          ],
        },
      },
    ]);
  });

  it("may be a scalar", async () => {
    const scalar = success({ resultType: "scalar", result: [1, "0.5"] });
    expect(
      await budgetFrom((_, response) => response.end(scalar)),
    ).toMatchObject({ known: true, value: 0.5 });
  });

  it("is asked for each objective in its own way, and answered in their order", async () => {
    const queries = new Set<string | null>();
    const url = await serve(async (request, response) => {
      const query = new URLSearchParams(await text(request)).get("query");
      queries.add(query);
      response.end(vector(query === "min(budget)" ? "0.3" : "0.7"));
    });
    const budgets = await createPrometheus({ url }).errorBudgets(
      [
        { source: "prometheus", pyrra: "checkout" },
        { source: "prometheus", name: "own", query: "min(budget)" },
      ],
      NOW,
    );
    expect(budgets).toMatchObject([
      { slo: "checkout", remaining: { value: 0.7 } },
      { slo: "own", remaining: { value: 0.3 } },
    ]);
    expect(queries).toEqual(
      new Set([
        '(pyrra_availability{slo="checkout"} - pyrra_objective{slo="checkout"}) / (1 - pyrra_objective{slo="checkout"})',
        'sum(rate(pyrra_errors_total{slo="checkout"}[1h])) / sum(rate(pyrra_requests_total{slo="checkout"}[1h])) / (1 - max(pyrra_objective{slo="checkout"}))',
        'time() - min(timestamp(pyrra_availability{slo="checkout"}))',
        "min(budget)",
      ]),
    );
  });
});

describe("what is asked beside the remaining error budget", () => {
  it("is the burn rate, and the age in milliseconds, each with its evidence", async () => {
    const url = await serve(async (request, response) => {
      const query = new URLSearchParams(await text(request)).get("query") ?? "";
      const value = query.startsWith("time()") ? "12.5" : "0.4";
      response.end(vector(value));
    });
    const [budget] = await createPrometheus({ url }).errorBudgets([SLOTH], NOW);
    expect(budget).toMatchObject({
      slo: "studio-hub",
      remaining: { value: 0.4 },
      burnRate: {
        value: 0.4,
        evidence: [
          { query: 'slo:current_burn_rate:ratio{sloth_service="studio-hub"}' },
        ],
      },
      age: {
        value: 12_500,
        evidence: [
          {
            query:
              'time() - min(timestamp(slo:period_error_budget_remaining:ratio{sloth_service="studio-hub"}))',
          },
        ],
      },
    });
  });
});

/** An answer with several series of one objective, as of several servers. */
const ofOne = (label: string, ...values: string[]) =>
  success({
    resultType: "vector",
    result: values.map((value, replica) => ({
      metric: { [label]: "availability", replica: String(replica) },
      value: [1, value],
    })),
  });

describe("answers that contradict", () => {
  it.each(["sloth_id", "slo"])(
    "each other about one objective (%s) are unknown, where they agree the worst counts",
    async (label) => {
      expect(
        await budgetFrom((_, response) =>
          response.end(ofOne(label, "0.8", "0.2")),
        ),
      ).toMatchObject({
        known: false,
        reason:
          "the answers contradict each other: of one and the same objective 0.2 and 0.8 are left",
      });
      expect(
        await budgetFrom((_, response) =>
          response.end(ofOne(label, "0.8", "0.79")),
        ),
      ).toMatchObject({ known: true, value: 0.79 });
    },
  );

  it("themselves, with more than all of the budget left, are unknown", async () => {
    expect(
      await budgetFrom((_, response) => response.end(vector("1.2"))),
    ).toMatchObject({
      reason:
        "the answer contradicts itself: more than all of the budget is left (1.2)",
    });
  });
});

describe("an error budget that is unknown", () => {
  it.each([
    ["no series", 200, vector(), "the query answers no series"],
    [
      "a series that is NaN",
      200,
      vector("0.9", "NaN"),
      "the query answers NaN: there was nothing to measure",
    ],
    [
      "an infinity",
      200,
      vector("+Inf"),
      "the query answers +Inf, which is no number",
    ],
    [
      "no text in a value",
      200,
      vector(""),
      "the query answers , which is no number",
    ],
    [
      "a matrix",
      200,
      success({ resultType: "matrix", result: [] }),
      "the query answers a matrix, where an instant vector or a scalar is needed",
    ],
    [
      "too many series",
      200,
      vector(...Array.from({ length: 1_000 }, () => "1")),
      "the query answers 1000 series, and at most 999 are read",
    ],
    [
      "a warning, as Thanos gives with half an answer",
      200,
      success(
        { resultType: "vector", result: [{ metric: {}, value: [1, "1"] }] },
        { warnings: ["no StoreAPI matched"] },
      ),
      "Prometheus warns that its answer may be wrong: no StoreAPI matched",
    ],
    [
      "a query that does not parse",
      400,
      '{"status":"error","errorType":"bad_data","error":"parse error: unclosed left brace"}',
      "Prometheus refused the query (bad_data): parse error: unclosed left brace",
    ],
    [
      "a proxy's error page",
      502,
      "<html>Bad gateway</html>",
      "Prometheus answered HTTP 502",
    ],
    [
      "a token that has expired",
      401,
      "Unauthorized",
      "Prometheus does not accept the credentials (HTTP 401); whoever operates this app renews them",
    ],
    [
      "a page that is no JSON",
      200,
      "<html>Welcome</html>",
      "what Prometheus answered is no answer to a query",
    ],
    [
      "JSON of another service",
      200,
      '{"status":"ok"}',
      "what Prometheus answered is no answer to a query",
    ],
    [
      "an endless answer",
      200,
      " ".repeat(2 * 1024 * 1024 + 1),
      "Prometheus answered more than 2 MB",
    ],
  ])("%s", async (_, status, body, reason) => {
    const budget = await budgetFrom((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    expect(budget).toMatchObject({ known: false, reason });
  });

  it("keeps the beginning of the answer as evidence", async () => {
    const budget = await budgetFrom((_, response) =>
      response.end(`<html>${"x".repeat(1_000)}`),
    );
    expect(budget?.evidence[0]?.answer).toHaveLength(500);
  });

  it("a server that does not answer in time", async () => {
    expect(await budgetFrom(() => {}, 100)).toMatchObject({
      known: false,
      reason: "Prometheus did not answer within 0.1 seconds",
    });
  });

  it("an answer that does not end in time", async () => {
    expect(
      await budgetFrom((_, response) => response.write("{"), 100),
    ).toMatchObject({
      known: false,
      reason: "Prometheus did not answer within 0.1 seconds",
    });
  });

  it("a server that is not there", async () => {
    const url = await serve(() => {});
    servers.pop()?.close();
    const budgets = await createPrometheus({ url }).errorBudgets([SLOTH], NOW);
    expect(budgets[0]?.remaining).toMatchObject({
      known: false,
      reason: "Prometheus could not be reached: ECONNREFUSED",
    });
  });

  it("a server that was asked too often, and says until when", async () => {
    const budget = await budgetFrom((_, response) => {
      response.writeHead(429, { "retry-after": "600" });
      response.end();
    });
    expect(budget).toMatchObject({
      known: false,
      reason: expect.stringMatching(
        /^Prometheus was asked too often, again at \d\d:\d\d UTC$/,
      ),
    });
  });

  it("a redirect, which is not followed", async () => {
    let requests = 0;
    const budget = await budgetFrom((_, response) => {
      requests += 1;
      response.statusCode = 302;
      response.setHeader("location", "/login");
      response.end();
    });
    expect(budget).toMatchObject({
      reason: expect.stringMatching(
        /^Prometheus answered HTTP 302: its address leads elsewhere/,
      ),
    });
    expect(requests).toBe(1);
  });
});

describe("the connection to Prometheus", () => {
  it.each([
    ["breaks once", 1, { known: true, value: 0.8 }, 2],
    ["breaks twice", 2, { known: false }, 2],
  ])("%s", async (_, broken, expected, asked) => {
    let requests = 0;
    const budget = await budgetFrom((request, response) => {
      requests += 1;
      if (requests <= broken) request.socket.destroy();
      else response.end(vector("0.8"));
    });
    expect(budget).toMatchObject(expected);
    expect(requests).toBe(asked);
  });

  it.each([
    ["a token", { token: "t" }, "", "Bearer t"],
    ["a user in the address", {}, "me:p%40ss@", "Basic bWU6cEBzcw=="],
  ])("carries %s, and shows it nowhere", async (_, given, user, expected) => {
    let authorization: string | undefined;
    let path: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      path = request.url;
      response.end(vector("1"));
    });
    const prometheus = createPrometheus({
      url: `${url.replace("//", `//${user}`)}/prometheus/`,
      ...given,
    });
    const budgets = await prometheus.errorBudgets([SLOTH], NOW);
    expect(authorization).toBe(expected);
    expect(path).toBe("/prometheus/api/v1/query");
    expect(JSON.stringify(budgets)).not.toContain("p%40ss");
    expect(budgets[0]?.remaining.evidence[0]?.link).toContain(
      `${url}/prometheus/graph?`,
    );
  });
});

describe("a query's value at a moment that is past", () => {
  it.each([
    ["largest", 7],
    ["smallest", 0.5],
  ] as const)("is the %s of its series, as asked", async (worst, value) => {
    let asked = "";
    const url = await serve(async (request, response) => {
      asked = await text(request);
      response.end(vector("0.5", "7"));
    });
    const prometheus = createPrometheus({ url });
    expect(await prometheus.valueAt("up", { at: NOW, worst })).toMatchObject({
      known: true,
      value,
      evidence: [{ source: "prometheus", at: NOW, query: "up" }],
    });
    expect(asked).toBe("query=up&time=1772625600");
  });

  it("is unknown where there was nothing to measure", async () => {
    const url = await serve((_, response) => response.end(vector("NaN")));
    const value = await createPrometheus({ url }).valueAt("up", {
      at: NOW,
      worst: "largest",
    });
    expect(value).toMatchObject({ known: false });
  });
});
