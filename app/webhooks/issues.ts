import { isRequest, issueInPayload } from "./issue.ts";
import {
  aboutRepository,
  mentionsCommand,
  place,
  type Webhook,
} from "./webhook.ts";

const payloadSchema = aboutRepository.extend({ issue: issueInPayload });

/** An issue that is a request, or that carries a command. */
export const issues: Webhook = {
  events: [
    "issues.opened",
    "issues.edited",
    "issues.closed",
    "issues.reopened",
    "issues.labeled",
  ],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    if (!data) return [];
    const { issue } = data;
    return isRequest(issue) || mentionsCommand(issue.body)
      ? [{ kind: "issue", ...place(data), issue: issue.number }]
      : [];
  },
};
