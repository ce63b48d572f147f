import * as z from "zod";
import { wholeList } from "../emulate/lists.ts";
import { json, page } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";
import type { Handlers } from "./handler.ts";

const issues = z.array(z.object({ number: z.number(), comments: z.number() }));
const comments = z.array(
  z.looseObject({
    id: z.number(),
    created_at: z.string(),
    updated_at: z.string(),
  }),
);
type Comment = z.infer<typeof comments>[number];

export const repositoryComments: Handlers = {
  /** emulate takes `issues/comments` for the issue with the number "comments". */
  async "issues/list-comments-for-repo"(call, interior) {
    const { query } = call;
    const since = Date.parse(query.get("since") ?? "");
    const field = query.get("sort") === "updated" ? "updated_at" : "created_at";
    const found = (await allComments(interior))
      .filter(
        (comment) =>
          Number.isNaN(since) || Date.parse(comment.updated_at) >= since,
      )
      .toSorted((a, b) => a[field].localeCompare(b[field]) || a.id - b.id);
    if (query.get("direction") === "desc") found.reverse();
    const { items, headers } = page(call, interior.url, found);
    return json(200, items, headers);
  },
};

async function allComments(interior: Interior): Promise<Comment[]> {
  const place = `/repos/${interior.fullName}/issues`;
  const commented = issues
    .parse(await wholeList(interior, `${place}?state=all`))
    .filter((issue) => issue.comments > 0);
  const found = await Promise.all(
    commented.map(({ number }) =>
      wholeList(interior, `${place}/${number}/comments`),
    ),
  );
  return comments.parse(found.flat());
}
