import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { type Answer, type Call, repositoryWith } from "./fake-github.ts";

const SINCE = new Date("2026-03-03T00:00:00Z");

const deployment = (id: number, created_at: string) => ({
  ...example("deployment"),
  id,
  ref: "v2.4.0",
  environment: "production",
  created_at,
});
const status = (id: number, state: string, rest: object = {}) => ({
  ...example("deployment-status"),
  id,
  state,
  created_at: `2026-03-03T10:00:0${String(id)}Z`,
  ...rest,
});

describe("deployments", () => {
  it("are those to one environment since a moment, and no further page is read than it takes", async () => {
    const pages: Answer[] = [
      { body: [deployment(9, "2026-03-03T09:00:00Z")] },
      {
        body: [
          deployment(8, "2026-03-03T08:00:00Z"),
          deployment(7, "2026-03-02T23:59:59Z"),
        ],
      },
    ];
    const answer = ({ query }: Call): Answer => {
      const page = Number(query["page"] ?? 1);
      const link = `<https://api.github.com/repos/octo/studio/deployments?page=${String(page + 1)}>; rel="next"`;
      return { ...pages[page - 1], headers: { link } };
    };
    const { github, calls } = repositoryWith(answer);
    expect(await github.deployments("production", SINCE)).toEqual([
      {
        id: 9,
        ref: "v2.4.0",
        environment: "production",
        by: "octocat",
        createdAt: new Date("2026-03-03T09:00:00Z"),
      },
      expect.objectContaining({ id: 8 }),
    ]);
    expect(calls).toHaveLength(2);
    expect(calls[0]?.query).toMatchObject({ environment: "production" });
  });

  it.each([
    ["success", true],
    ["failure", true],
    ["error", true],
    ["inactive", true],
    ["in_progress", false],
    ["queued", false],
    ["pending", false],
  ])("with the status %s have ended: %s", async (state, ended) => {
    const { github } = repositoryWith(() => ({ body: [status(1, state)] }));
    expect(await github.deploymentStatus(5)).toMatchObject({
      ended,
      url: "https://example.com/deployment/42/output",
    });
  });

  it("stand as the latest of their statuses says, in whichever order these come", async () => {
    const { github } = repositoryWith(() => ({
      body: [
        status(1, "queued"),
        status(3, "in_progress", {
          log_url: "https://github.com/octo/studio/actions/runs/77/job/8",
        }),
        status(2, "failure"),
      ],
    }));
    expect(await github.deploymentStatus(5)).toEqual({
      ended: false,
      url: "https://github.com/octo/studio/actions/runs/77/job/8",
      run: 77,
    });
  });

  it("have no status where nobody has said how they stand", async () => {
    const { github } = repositoryWith(() => ({ body: [] }));
    expect(await github.deploymentStatus(5)).toBeUndefined();
  });
});
