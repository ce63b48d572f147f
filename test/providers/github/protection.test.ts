import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { APP_ID, repositoryWith } from "./fake-github.ts";

const review = {
  environment: "production",
  state: "approved",
  comment: "Every gate passed.",
} as const;

const rule = (id: number, enabled: boolean) => ({
  id: 1,
  node_id: "r",
  enabled,
  app: { id, slug: "s", integration_url: "https://x.test", node_id: "a" },
});

describe("the App as a protection rule", () => {
  it("says yes once, and how it stands without a yes", async () => {
    const { github, calls } = repositoryWith(() => ({ status: 204 }));
    expect(await github.reviewDeployment(99, review)).toBe("said");
    const { environment, comment } = review;
    await github.reportOnDeployment(99, { environment, comment });
    expect(calls.map(({ body }) => body)).toEqual([
      { environment_name: "production", state: "approved", comment },
      { environment_name: "production", comment },
    ]);
  });

  it.each([
    [404, "gone"],
    [422, "too-late"],
  ] as const)("takes %i for an answer: %s", async (status, outcome) => {
    const { github } = repositoryWith(() => ({
      status,
      body: { message: "No", documentation_url: "" },
    }));
    expect(await github.reviewDeployment(99, review)).toBe(outcome);
  });

  it("fails where GitHub does", async () => {
    const { github } = repositoryWith(() => ({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    }));
    await expect(github.reviewDeployment(99, review)).rejects.toThrow(
      "not accessible",
    );
  });

  it("knows whether it is one of an environment's rules", async () => {
    let rules = [rule(1, true), rule(APP_ID, false)];
    const { github } = repositoryWith(() => ({
      body: { custom_deployment_protection_rules: rules },
    }));
    expect(await github.isProtected("production")).toBe(false);
    rules = [rule(APP_ID, true)];
    expect(await github.isProtected("production")).toBe(true);
  });

  it.each([
    ["in_progress", 99, true],
    ["in_progress", 9, false],
    ["queued", 99, false],
  ])(
    "a deployment that is %s by run %i was entered by run 99: %s",
    async (state, run, entered) => {
      const log_url = `https://github.com/octo/studio/actions/runs/${String(run)}/job/1`;
      const { github } = repositoryWith(({ operation }) => ({
        body: [
          operation === "repos/list-deployments"
            ? example("deployment")
            : { ...example("deployment-status"), state, log_url },
        ],
      }));
      const asked = { id: 99, commit: "c".repeat(40) };
      expect(await github.hasEntered(asked, "production")).toBe(entered);
    },
  );
});
