import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const comment = (fields: Record<string, unknown>) => ({
  ...example("issue-comment"),
  ...fields,
});

describe("comments", () => {
  it("are read on every page, each once", async () => {
    const pages = [
      [comment({ id: 1 }), comment({ id: 2 })],
      [comment({ id: 2 }), comment({ id: 3 })],
      [comment({ id: 4 })],
    ];
    const { github, calls } = repositoryWith(({ query }) => {
      const page = Number(query["page"] ?? 1);
      // The address of the next page may be any: only its query counts.
      const next = `<https://proxy.invalid/x?per_page=100&page=${page + 1}>; rel="next", <https://proxy.invalid/x?page=3>; rel="last"`;
      return {
        body: pages[page - 1],
        ...(page < 3 && { headers: { link: next } }),
      };
    });
    const found = await github.comments(7);
    expect(found.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(calls.map(({ query }) => query)).toEqual([
      { per_page: "100" },
      { per_page: "100", page: "2" },
      { per_page: "100", page: "3" },
    ]);
  });

  it("are edited where they were changed after they were written", async () => {
    const { github } = repositoryWith(() => ({
      body: [
        comment({
          id: 1,
          created_at: "2026-01-01T10:00:00Z",
          updated_at: "2026-01-01T10:00:00Z",
        }),
        comment({
          id: 2,
          created_at: "2026-01-01T10:00:00Z",
          updated_at: "2026-01-01T10:00:01Z",
        }),
      ],
    }));
    const found = await github.comments(7);
    expect(found.map(({ edited }) => edited)).toEqual([false, true]);
  });

  it("are not ours because a bot wrote them or a marker says so", async () => {
    const { github } = repositoryWith(() => ({
      body: [
        comment({
          body: "<!-- chaos-governor:status -->",
          user: {
            ...Object(example("issue-comment")["user"]),
            login: "chaos-governor[bot]",
            type: "Bot",
          },
          performed_via_github_app: null,
        }),
      ],
    }));
    expect(await github.comments(7)).toMatchObject([
      { author: "chaos-governor[bot]", ours: false },
    ]);
  });

  it("of the whole repository name their issue, and are asked for newest first so that none is missed", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: [
        comment({
          issue_url: "https://api.github.com/repos/octo/studio/issues/12",
        }),
      ],
    }));
    const found = await github.commentsSince(new Date("2026-01-01T00:00:00Z"));
    expect(found.map(({ issue }) => issue)).toEqual([12]);
    expect(calls[0]?.query).toMatchObject({
      since: "2026-01-01T00:00:00.000Z",
      sort: "updated",
      direction: "desc",
    });
  });

  it("are written, changed and answered with a reaction", async () => {
    const { github, calls } = repositoryWith(({ operation }) =>
      operation === "reactions/create-for-issue-comment"
        ? { status: 201, body: example("reaction") }
        : {
            status: operation === "issues/create-comment" ? 201 : 200,
            body: example("issue-comment"),
          },
    );
    expect((await github.createComment(7, "hello")).id).toBe(1);
    await github.updateComment(1, "hello again");
    await github.react(1, "rocket");
    expect(calls.map(({ body }) => body)).toEqual([
      { body: "hello" },
      { body: "hello again" },
      { content: "rocket" },
    ]);
  });
});
