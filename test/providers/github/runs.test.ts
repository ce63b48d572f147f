import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const run = (fields: Record<string, unknown>) => ({
  ...example("workflow-run"),
  ...fields,
});

const runWith = async (fields: Record<string, unknown>) => {
  const { github } = repositoryWith(() => ({ body: run(fields) }));
  return github.run(30_433_642);
};

const start = (github: ReturnType<typeof repositoryWith>["github"]) =>
  github.dispatch("chaos-tests.yml", "main", { experiment: "a" });

describe("a workflow run", () => {
  it("is read with what is needed to trust it", async () => {
    expect(
      await runWith({
        display_title: "Chaos: a in b",
        event: "workflow_dispatch",
        run_attempt: 2,
        run_started_at: "2020-01-22T19:40:00Z",
      }),
    ).toEqual({
      id: 30_433_642,
      attempt: 2,
      url: "https://github.com/octo-org/octo-repo/actions/runs/30433642",
      status: "queued",
      title: "Chaos: a in b",
      path: ".github/workflows/build.yml",
      event: "workflow_dispatch",
      branch: "main",
      commit: "acb5820ced9479c074f688cc328bf03f341a511d",
      triggeredBy: "octocat",
      createdAt: new Date("2020-01-22T19:33:08Z"),
      startedAt: new Date("2020-01-22T19:40:00Z"),
      updatedAt: new Date("2020-01-22T19:33:08Z"),
    });
  });

  it.each([
    ["requested", null, { status: "queued" }],
    ["waiting", null, { status: "queued" }],
    ["in_progress", null, { status: "in_progress" }],
    ["completed", "failure", { status: "completed", conclusion: "failure" }],
  ])("that is %s", async (status, conclusion, expected) => {
    expect(await runWith({ status, conclusion })).toMatchObject(expected);
  });

  it.each([
    [".github/workflows/chaos.yml", ".github/workflows/chaos.yml"],
    [
      "Octo/studio/.github/workflows/chaos.yml@refs/heads/main",
      ".github/workflows/chaos.yml",
    ],
    [
      "other/studio/.github/workflows/chaos.yml@main",
      "other/studio/.github/workflows/chaos.yml",
    ],
  ])("whose path is %s", async (path, expected) => {
    expect((await runWith({ path }))?.path).toBe(expected);
  });

  it("is undefined where it is gone", async () => {
    const { github } = repositoryWith(() => ({
      status: 404,
      body: { message: "Not Found" },
    }));
    expect(await github.run(1)).toBeUndefined();
  });
});

describe("the runs of a workflow", () => {
  it("are asked for by the time that they were created, and come newest first", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: {
        total_count: 2,
        workflow_runs: [
          run({ id: 1, created_at: "2026-01-01T10:00:00Z" }),
          run({ id: 2, created_at: "2026-01-01T11:00:00Z" }),
        ],
      },
    }));
    const found = await github.runs(
      "chaos-tests.yml",
      new Date("2026-01-01T09:00:00Z"),
    );
    expect(found.map(({ id }) => id)).toEqual([2, 1]);
    expect(calls[0]?.query["created"]).toBe(">=2026-01-01T09:00:00.000Z");
    expect(calls[0]?.parameters["workflow_id"]).toBe("chaos-tests.yml");
  });
});

describe("starting a workflow", () => {
  const details = {
    workflow_run_id: 99,
    run_url: "https://api.github.com/repos/octo/studio/actions/runs/99",
    html_url: "https://github.com/octo/studio/actions/runs/99",
  };

  it("answers the run", async () => {
    const { github, calls } = repositoryWith(() => ({ body: details }));
    expect(await start(github)).toEqual({ runId: 99, url: details.html_url });
    expect(calls.map(({ body }) => body)).toEqual([
      { ref: "main", inputs: { experiment: "a" }, return_run_details: true },
    ]);
  });

  it("answers no run where GitHub tells none", async () => {
    const { github } = repositoryWith(() => ({ status: 204 }));
    expect(await start(github)).toEqual({});
  });

  it.each([400, 422])(
    "asks without the details where a server does not know them (%i)",
    async (status) => {
      const { github, calls } = repositoryWith(({ body }) =>
        JSON.stringify(body).includes("return_run_details")
          ? {
              status,
              body: {
                message: '"return_run_details" is not a permitted key.',
              },
            }
          : { status: 204 },
      );
      expect(await start(github)).toEqual({});
      expect(calls).toHaveLength(2);
    },
  );

  it("does not ask again where GitHub refuses for another reason", async () => {
    const { github, calls } = repositoryWith(() => ({
      status: 422,
      body: { message: "Unexpected inputs provided" },
    }));
    await expect(start(github)).rejects.toMatchObject({
      status: 422,
      retryable: false,
      message:
        "github: could not start chaos-tests.yml: answered 422 (Unexpected inputs provided)",
    });
    expect(calls).toHaveLength(1);
  });
});

describe("cancelling a run", () => {
  it.each([202, 409])("is done where GitHub answers %i", async (status) => {
    const { github, calls } = repositoryWith(() => ({ status, body: {} }));
    await github.cancelRun(99);
    expect(calls).toHaveLength(1);
  });
});
