import { ProbotOctokit } from "probot";
import { describe, expect, it } from "vitest";
import { createGitHubRepository } from "../../../providers/github/github-repository.ts";
import type { GitHubRepository } from "../../../providers/github/repository.ts";
import { SILENT } from "./fake-github.ts";

/** A repository behind Probot's own client, which repeats what failed, and a GitHub that always answers 502. */
function failingBehindProbot() {
  let requests = 0;
  const octokit = new ProbotOctokit({
    log: SILENT,
    retry: { retryAfterBaseValue: 0 },
    throttle: { enabled: false },
    request: {
      fetch: async () => {
        requests += 1;
        return new Response(null, { status: 502 });
      },
    },
  });
  const github = createGitHubRepository(octokit, {
    owner: "octo",
    name: "studio",
    appId: 1,
  });
  return { github, requests: () => requests };
}

describe("with Probot's client", () => {
  it("a question is asked again where GitHub fails", async () => {
    const { github, requests } = failingBehindProbot();
    await expect(github.run(1)).rejects.toMatchObject({ status: 502 });
    expect(requests()).toBeGreaterThan(1);
  });

  it.each<[string, (github: GitHubRepository) => Promise<unknown>]>([
    ["a workflow", (github) => github.dispatch("chaos-tests.yml", "main", {})],
    [
      "an issue",
      (github) => github.createIssue({ title: "a", body: "b", labels: [] }),
    ],
    ["a comment", (github) => github.createComment(1, "hello")],
    [
      "a check",
      (github) =>
        github.createCheckRun({
          name: "a",
          commit: "b",
          externalId: "c",
          output: { title: "d", summary: "e", annotations: [] },
        }),
    ],
    [
      "an annotation",
      (github) =>
        github.updateCheckRun(1, {
          output: { title: "d", summary: "e", annotations: [] },
        }),
    ],
  ])("%s is never started or written twice", async (_, create) => {
    const { github, requests } = failingBehindProbot();
    await expect(create(github)).rejects.toMatchObject({
      status: 502,
      retryable: true,
    });
    expect(requests()).toBe(1);
  });
});
