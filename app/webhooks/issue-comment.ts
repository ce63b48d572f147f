import * as z from "zod";
import { isRequest, issueInPayload } from "./issue.ts";
import {
  aboutRepository,
  mentionsCommand,
  place,
  type Webhook,
} from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  issue: issueInPayload,
  comment: z.object({
    body: z.string().nullish(),
    performed_via_github_app: z.object({ id: z.number() }).nullish(),
  }),
  changes: z
    .object({ body: z.object({ from: z.string() }).nullish() })
    .nullish(),
  sender: z.object({ type: z.string() }),
});

type Payload = z.infer<typeof payloadSchema>;

/** A comment on a request, or one that carries a command, or did before it was edited. */
export const issueComment: Webhook = {
  events: [
    "issue_comment.created",
    "issue_comment.edited",
    "issue_comment.deleted",
  ],
  keys: (payload, appId) => {
    const { data } = payloadSchema.safeParse(payload);
    if (!data || isOwnDoing(data, appId)) return [];
    const { issue, comment, changes } = data;
    return isRequest(issue) ||
      mentionsCommand(comment.body, changes?.body?.from)
      ? [{ kind: "issue", ...place(data), issue: issue.number }]
      : [];
  },
};

/** What we wrote ourselves needs no look; what a person did to it does. */
function isOwnDoing({ comment, sender }: Payload, appId: number): boolean {
  return (
    comment.performed_via_github_app?.id === appId && sender.type === "Bot"
  );
}
