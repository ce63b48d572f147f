import * as z from "zod";
import { nodeId, cardOf } from "../front/account.ts";
import { json, page, refusal } from "../front/http.ts";
import { loginOf } from "../front/identities.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import { type Reaction, REACTIONS } from "../front/marks.ts";
import { githubTime } from "../front/times.ts";
import type { Handlers } from "./handler.ts";

const inputSchema = z.object({ content: z.enum(REACTIONS) });

export const reactions: Handlers = {
  async "reactions/create-for-issue-comment"(call, interior) {
    const { parameters, input, identity, path } = call;
    const comment = await interior.upstream.find(
      path.replace(/\/reactions$/, ""),
    );
    if (comment === undefined) return refusal(404, "Not Found");
    const asked = inputSchema.safeParse(input);
    if (!asked.success) return refusal(422, "Validation Failed");
    const { reaction, isNew } = interior.marks.react(
      Number(parameters["comment_id"]),
      loginOf(identity, interior.options.app.slug),
      asked.data.content,
    );
    return json(isNew ? 201 : 200, reactionJson(reaction, interior));
  },

  "reactions/list-for-issue-comment"(call, interior) {
    const content = call.query.get("content");
    const found = interior.marks
      .reactions(Number(call.parameters["comment_id"]))
      .filter((reaction) => content === null || reaction.content === content);
    const { items, headers } = page(call, interior.url, found);
    return json(
      200,
      items.map((reaction) => reactionJson(reaction, interior)),
      headers,
    );
  },
};

function reactionJson(
  { id, login, content, createdAt }: Reaction,
  interior: Interior,
): JsonObject {
  return {
    id,
    node_id: nodeId("Reaction", id),
    user: cardOf(login, interior),
    content,
    created_at: githubTime(createdAt),
  };
}
