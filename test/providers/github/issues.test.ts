import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { APP_ID, repositoryWith } from "./fake-github.ts";

const app = (id: number) => ({
  id,
  node_id: "A_1",
  owner: example("issue")["user"],
  name: "an app",
  description: null,
  external_url: "https://example.com",
  html_url: "https://github.com/apps/an-app",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  permissions: {},
  events: [],
});

describe("issues", () => {
  it("are read with what a request needs", async () => {
    const { github } = repositoryWith(() => ({
      body: {
        ...example("issue"),
        pull_request: undefined,
        state: "closed",
        closed_at: "2026-02-01T10:00:00Z",
        closed_by: { ...Object(example("issue")["user"]), login: "hubot" },
        created_at: "2026-01-31T10:00:00Z",
      },
    }));
    expect(await github.issue(1347)).toEqual({
      number: 1347,
      title: "Found a bug",
      body: "I'm having a problem with this.",
      author: "octocat",
      ours: false,
      open: false,
      labels: ["bug"],
      createdAt: new Date("2026-01-31T10:00:00Z"),
      closedAt: new Date("2026-02-01T10:00:00Z"),
      closedBy: "hubot",
      url: "https://github.com/octocat/Hello-World/issues/1347",
    });
  });

  it.each([
    ["our App", app(APP_ID), true],
    ["another App", app(APP_ID + 1), false],
    ["a person", null, false],
  ])("written through %s", async (_, performed_via_github_app, ours) => {
    const { github } = repositoryWith(() => ({
      body: {
        ...example("issue"),
        pull_request: undefined,
        performed_via_github_app,
      },
    }));
    expect((await github.issue(1347))?.ours).toBe(ours);
  });

  it.each([
    ["that was never there", { status: 404, body: { message: "Not Found" } }],
    ["that was deleted", { status: 410, body: { message: "Gone" } }],
    ["that is a pull request", { body: example("issue") }],
    [
      "that moved to another repository",
      { body: { ...example("issue"), pull_request: undefined, number: 3 } },
    ],
  ])("are undefined where the number is one %s", async (_, answer) => {
    const { github } = repositoryWith(() => answer);
    expect(await github.issue(1347)).toBeUndefined();
  });

  it("are listed by all labels, without pull requests and without a body or author that are gone", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: [
        { ...example("issue"), id: 1 },
        {
          ...example("issue"),
          id: 2,
          number: 2,
          pull_request: undefined,
          body: null,
          user: null,
        },
      ],
    }));
    const found = await github.issues({
      labels: ["incident", "SEV-1"],
      state: "all",
      since: new Date("2026-01-01T00:00:00Z"),
    });
    expect(found).toMatchObject([{ number: 2, body: "", author: "ghost" }]);
    expect(calls[0]?.query).toMatchObject({
      labels: "incident,SEV-1",
      state: "all",
      since: "2026-01-01T00:00:00.000Z",
    });
  });

  it("are opened, changed and closed with the words of GitHub", async () => {
    const { github, calls } = repositoryWith(({ operation }) => ({
      status: operation === "issues/create" ? 201 : 200,
      body: { ...example("issue"), pull_request: undefined },
    }));
    const opened = await github.createIssue({
      title: "Chaos: a in b",
      body: "### Experiment",
      labels: ["chaos-request"],
    });
    await github.updateIssue(7, { labels: [] });
    await github.closeIssue(7, "not_planned");
    expect(opened.number).toBe(1347);
    expect(calls.map(({ body }) => body)).toEqual([
      {
        title: "Chaos: a in b",
        body: "### Experiment",
        labels: ["chaos-request"],
      },
      { labels: [] },
      { state: "closed", state_reason: "not_planned" },
    ]);
  });
});
