import { expect, it, vi } from "vitest";
import * as z from "zod";
import { localGitHub, send } from "./local-github.ts";

const COMMENTS = "/repos/acme/shop/issues/comments";

const comments = z.array(
  z.object({
    id: z.number(),
    created_at: z.string(),
    updated_at: z.string(),
    issue_url: z.string(),
  }),
);

it("a comment that was not edited was never updated; one that was, even at once, was", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const issue = await sarah.openIssue({ title: "Chaos", body: "" });
  await sarah.comment(issue.number, "as written");
  const edited = await sarah.comment(issue.number, "as first written");
  await sarah.editComment(edited.id, "as written now");

  const { body } = await send(
    world,
    sarah.token,
    `GET /repos/acme/shop/issues/${issue.number}/comments`,
  );
  expect(
    comments
      .parse(body)
      .map(({ created_at, updated_at }) => created_at === updated_at),
  ).toEqual([true, false]);
  expect(
    (await world.inspect.comments(issue.number)).map(({ edited: was }) => was),
  ).toEqual([false, true]);
  expect(world.contract.violations).toEqual([]);
});

it("comments of the whole repository are listed by time, since a time, and page by page", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const first = await sarah.openIssue({ title: "One", body: "" });
  const second = await sarah.openIssue({ title: "Two", body: "" });
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T10:00:00Z") });
  try {
    const ids: number[] = [];
    for (const [minute, { number }] of [first, second, first].entries()) {
      vi.setSystemTime(new Date(`2026-11-23T10:0${minute}:00.500Z`));
      ids.push((await sarah.comment(number, `comment ${minute}`)).id);
    }
    const list = async (query: string) => {
      const answer = await send(world, sarah.token, `GET ${COMMENTS}${query}`);
      return {
        ids: comments.parse(answer.body).map(({ id }) => id),
        link: answer.headers.get("link") ?? "",
      };
    };
    expect((await list("?sort=updated&direction=desc")).ids).toEqual(
      ids.toReversed(),
    );
    expect((await list("?since=2026-11-23T10:01:00Z")).ids).toEqual(
      ids.slice(1),
    );
    const page = await list("?per_page=2");
    expect(page.ids).toEqual(ids.slice(0, 2));
    expect(page.link).toContain(
      `<${world.apiUrl}${COMMENTS}?per_page=2&page=2>; rel="next"`,
    );
    expect((await list("?per_page=2&page=2")).ids).toEqual(ids.slice(2));
  } finally {
    vi.useRealTimers();
  }
  expect(world.contract.violations).toEqual([]);
});

it("one person reacts once in one way, and the comment counts it", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const issue = await sarah.openIssue({ title: "Chaos", body: "" });
  const { id } = await sarah.comment(issue.number, "/chaos approve");
  const react = async (content: string) =>
    (
      await send(world, sarah.token, `POST ${COMMENTS}/${id}/reactions`, {
        content,
      })
    ).status;
  expect(await react("+1")).toBe(201);
  expect(await react("+1")).toBe(200);
  expect(await react("eyes")).toBe(201);
  const shown = await send(world, sarah.token, `GET ${COMMENTS}/${id}`);
  expect(shown.body).toMatchObject({
    reactions: { total_count: 2, "+1": 1, eyes: 1, rocket: 0 },
  });
  const listed = await send(
    world,
    sarah.token,
    `GET ${COMMENTS}/${id}/reactions?content=eyes`,
  );
  expect(listed.body).toMatchObject([
    { content: "eyes", user: { login: "sarah" } },
  ]);
  const missing = await send(
    world,
    sarah.token,
    `POST ${COMMENTS}/999/reactions`,
    { content: "eyes" },
  );
  expect(missing.status).toBe(404);
  expect(world.contract.violations).toEqual([]);
});

it("a comment that is deleted is gone", async () => {
  const world = await localGitHub();
  const sarah = world.as("sarah");
  const issue = await sarah.openIssue({ title: "Chaos", body: "" });
  const { id } = await sarah.comment(issue.number, "never mind");
  await sarah.deleteComment(id);
  expect(await world.inspect.comments(issue.number)).toEqual([]);
});
