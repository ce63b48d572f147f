import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { RateLimits } from "../../../providers/github/rate-limits.ts";
import { SILENT } from "./fake-github.ts";

const MINUTE_MS = 60_000;
/** GitHub's clock is an hour ahead of ours. */
const GITHUB_NOW = Date.parse("2026-03-02T11:00:00Z");
const ROUTE = "GET /repos/{owner}/{repo}";
const parameters = { owner: "octo", repo: "studio" };

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  message?: string;
}

function left(remaining: number, minutes = 30): Record<string, string> {
  return {
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(GITHUB_NOW / 1_000 + minutes * 60),
    "x-ratelimit-resource": "core",
  };
}

/** A GitHub that answers each client as the test says, and a clock that stands still. */
function world() {
  let now = 0;
  let asked = 0;
  const limits = new RateLimits(() => now);
  const answers = new Map<number, Answer>();
  const ask = async (installation: number, answer?: Answer) => {
    if (answer) answers.set(installation, answer);
    const octokit = new Octokit({
      log: SILENT,
      request: {
        fetch: async () => {
          asked += 1;
          const {
            status = 200,
            headers = {},
            message,
          } = answers.get(installation) ?? {};
          return new Response(
            status === 304 ? null : JSON.stringify({ message }),
            {
              status,
              headers: {
                date: new Date(GITHUB_NOW).toUTCString(),
                "content-type": "application/json",
                ...headers,
              },
            },
          );
        },
      },
    });
    await limits.heeded(octokit, installation).request(ROUTE, parameters);
  };
  return {
    limits,
    ask,
    asked: () => asked,
    pass: (ms: number) => (now += ms),
  };
}

describe("what is left of a rate limit", () => {
  it("is for everybody while nothing is known", () => {
    const { limits } = world();
    expect(() => limits.admit(7, 0.9)).not.toThrow();
  });

  it("is left to those that are urgent, until the hour is over by GitHub's clock", async () => {
    const { limits, ask, pass } = world();
    await ask(7, { headers: left(499) });
    expect(() => limits.admit(7, 0.05)).not.toThrow();
    expect(() => limits.admit(7, 0.1)).toThrow(
      "asked nothing for installation 7 for 1800 seconds",
    );
    pass(30 * MINUTE_MS);
    expect(() => limits.admit(7, 0.1)).not.toThrow();
  });

  it("of one installation keeps no other from asking", async () => {
    const { limits, ask } = world();
    await ask(7, { headers: left(0) });
    await ask(8, { headers: left(4_999) });
    expect(() => limits.admit(8, 0.2)).not.toThrow();
    expect(limits.remaining()).toEqual(
      new Map([
        [7, 0],
        [8, 4_999],
      ]),
    );
  });

  it("is told by answers that nothing changed, too", async () => {
    const { limits, ask } = world();
    const unchanged = ask(7, { status: 304, headers: left(10) });
    await expect(unchanged).rejects.toMatchObject({ status: 304 });
    expect(limits.remaining()).toEqual(new Map([[7, 10]]));
  });

  it("is not what is left of searches, nor a header that is no number", async () => {
    const { limits, ask } = world();
    await ask(7, {
      headers: { ...left(0), "x-ratelimit-resource": "search" },
    });
    await ask(8, { headers: { ...left(0), "x-ratelimit-remaining": "few" } });
    expect(limits.remaining()).toEqual(new Map());
  });

  it("is all of it again once the hour is over", async () => {
    const { limits, ask, pass } = world();
    await ask(7, { headers: left(3) });
    pass(30 * MINUTE_MS);
    expect(limits.remaining()).toEqual(new Map([[7, 5_000]]));
  });
});

describe("a rate limit that was exceeded", () => {
  it.each([
    ["used up", 403, left(0), 1_800_000],
    ["secondary, for so long", 403, { "retry-after": "90" }, 90_000],
    ["secondary, with 429", 429, { "retry-after": "5" }, 5_000],
    ["secondary, without a time", 429, {}, 60_000],
    ["with a time of no sense", 429, { "retry-after": "soon" }, 60_000],
    ["with a time that is over", 403, left(0, -5), 1_000],
    ["for days", 429, { "retry-after": "999999" }, 3_600_000],
  ])(
    "(%s) has nothing more asked until it is over",
    async (_, status, headers, ms) => {
      const { limits, ask, asked, pass } = world();
      const first = ask(7, { status, headers });
      await expect(first).rejects.toMatchObject({ status });
      pass(ms - 1);
      await expect(ask(7)).rejects.toMatchObject({
        provider: "github",
        retryable: true,
        retryAfterMs: 1,
      });
      expect(asked()).toBe(1);
      pass(1);
      expect(() => limits.admit(7, 0)).not.toThrow();
    },
  );

  it("is none where GitHub forbids something else", async () => {
    const { ask, asked } = world();
    await expect(ask(7, { status: 403 })).rejects.toMatchObject({
      status: 403,
    });
    await expect(ask(7)).rejects.toMatchObject({ status: 403 });
    expect(asked()).toBe(2);
  });
});
