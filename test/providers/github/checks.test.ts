import { describe, expect, it } from "vitest";
import type { Annotation } from "../../../core/pull-request/check-output.ts";
import { example } from "./example.ts";
import { APP_ID, repositoryWith } from "./fake-github.ts";

const NAME = "chaos-governor / experiments";
const COMMIT = "ce587453ced02b1526dfb4cb910479d431683101";

const checkRun = (id: number, app: number, rest: object = {}) => ({
  ...example("check-run"),
  id,
  app: { ...appOf(example("check-run")), id: app },
  ...rest,
});

function appOf(run: Record<string, unknown>): object {
  const { app } = run;
  return typeof app === "object" && app !== null ? app : {};
}

const annotation: Annotation = {
  path: "experiments/a.json",
  line: 7,
  column: 5,
  level: "failure",
  title: "unknown-key",
  message: 'unknown key "rollback"',
};

describe("check runs", () => {
  it("are those of our own App alone, the latest first", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: {
        total_count: 3,
        check_runs: [
          checkRun(1, APP_ID, { external_id: "a", status: "in_progress" }),
          checkRun(2, APP_ID + 1),
          checkRun(3, APP_ID, {
            external_id: "b",
            status: "completed",
            conclusion: "cancelled",
          }),
        ],
      },
    }));
    expect(await github.checkRuns(COMMIT, NAME)).toEqual([
      {
        id: 3,
        externalId: "b",
        completed: true,
        cancelled: true,
        annotations: 2,
      },
      {
        id: 1,
        externalId: "a",
        completed: false,
        cancelled: false,
        annotations: 2,
      },
    ]);
    expect(calls[0]?.query).toMatchObject({ check_name: NAME, filter: "all" });
  });

  it("are written with annotations on lines, and completed where they have a conclusion", async () => {
    const { github, calls } = repositoryWith(({ operation }) => ({
      status: operation === "checks/create" ? 201 : 200,
      body: checkRun(4, APP_ID),
    }));
    const output = {
      title: "1 error",
      summary: "…",
      annotations: [annotation],
    };
    const check = { name: NAME, commit: COMMIT, externalId: "a" };
    expect((await github.createCheckRun({ ...check, output })).id).toBe(4);
    await github.updateCheckRun(4, { conclusion: "failure", output });
    const written = {
      title: "1 error",
      summary: "…",
      annotations: [
        {
          path: "experiments/a.json",
          start_line: 7,
          end_line: 7,
          start_column: 5,
          end_column: 5,
          annotation_level: "failure",
          title: "unknown-key",
          message: 'unknown key "rollback"',
        },
      ],
    };
    expect(calls.map(({ body }) => body)).toEqual([
      {
        name: NAME,
        head_sha: COMMIT,
        external_id: "a",
        status: "in_progress",
        output: written,
      },
      { status: "completed", conclusion: "failure", output: written },
    ]);
  });
});
