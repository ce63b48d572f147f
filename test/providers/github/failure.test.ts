import { describe, expect, it } from "vitest";
import { Octokit } from "@octokit/rest";
import { createGitHubRepository } from "../../../providers/github/github-repository.ts";
import { repositoryWith, SILENT } from "./fake-github.ts";

const failingWith = (error: Error) =>
  createGitHubRepository(
    new Octokit({
      log: SILENT,
      request: {
        fetch: async () => {
          throw error;
        },
      },
    }),
    { owner: "octo", name: "studio", appId: 1 },
  );

const answering = (body: string, type: string) =>
  createGitHubRepository(
    new Octokit({
      log: SILENT,
      request: {
        fetch: async () =>
          new Response(body, { headers: { "content-type": type } }),
      },
    }),
    { owner: "octo", name: "studio", appId: 1 },
  );

describe("what GitHub refuses", () => {
  it.each([
    [500, {}, true],
    [503, {}, true],
    [429, {}, true],
    [403, { "x-ratelimit-remaining": "0" }, true],
    [403, { "retry-after": "60" }, true],
    [403, {}, false],
    [401, {}, false],
    [404, {}, false],
    [422, {}, false],
  ])(
    "%i with headers %j: to be tried again: %s",
    async (status, headers, retryable) => {
      const { github } = repositoryWith(() => ({
        status,
        headers,
        body: { message: "No" },
      }));
      await expect(github.comments(7)).rejects.toMatchObject({
        name: "ProviderError",
        provider: "github",
        status,
        retryable,
        message: `github: could not read the comments of issue 7: answered ${status} (No)`,
      });
    },
  );

  it("knows the secondary rate limit by its words too", async () => {
    const { github } = repositoryWith(() => ({
      status: 403,
      body: { message: "You have exceeded a secondary rate limit." },
    }));
    await expect(github.comments(7)).rejects.toMatchObject({ retryable: true });
  });
});

describe("where there is no answer", () => {
  it.each([
    [
      new TypeError("fetch failed", { cause: new Error("ECONNREFUSED") }),
      "ECONNREFUSED",
    ],
    [new DOMException("it was aborted", "AbortError"), "it took too long"],
    [new DOMException("timed out", "TimeoutError"), "timed out"],
  ])("%s may be tried again", async (error, why) => {
    await expect(failingWith(error).comments(7)).rejects.toMatchObject({
      retryable: true,
      status: undefined,
      message: `github: could not read the comments of issue 7: no answer (${why})`,
    });
  });
});

describe("an answer that makes no sense", () => {
  it.each([
    ["a proxy's page", "<html>Sign in</html>", "text/html"],
    ["nothing at all", "", "application/json"],
    ["half a document", '[{"id": 1, "us', "application/json"],
    ["another shape", '{"items": []}', "application/json"],
  ])("%s is never an empty list", async (_, body, type) => {
    await expect(
      answering(body, type).issues({ labels: ["incident"], state: "open" }),
    ).rejects.toMatchObject({
      retryable: true,
      message: expect.stringContaining("the answer makes no sense"),
    });
  });

  it("says where it is wrong", async () => {
    await expect(
      answering('[{"id": 1}]', "application/json").comments(7),
    ).rejects.toThrow("the answer makes no sense at 0.created_at");
  });
});
