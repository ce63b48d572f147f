import * as z from "zod";
import { HALT_LABEL } from "../../core/gate/halt/halt-issue.ts";
import { isHalt, isRequest, issueInPayload } from "./issue.ts";
import type { QueuedKey } from "../reconciler/key.ts";
import {
  aboutRepository,
  mentionsCommand,
  place,
  type Webhook,
} from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  issue: issueInPayload,
  /** That was given or taken away. */
  label: z.object({ name: z.string() }).nullish(),
});

/** An issue that is a request, that carries a command, or that halts all experiments, or did. */
export const issues: Webhook = {
  events: [
    "issues.opened",
    "issues.edited",
    "issues.closed",
    "issues.reopened",
    "issues.labeled",
    "issues.unlabeled",
    "issues.deleted",
    "issues.transferred",
  ],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    if (!data) return [];
    const { issue, label } = data;
    const keys: QueuedKey[] = [];
    if (isHalt(issue) || label?.name === HALT_LABEL)
      keys.push({ kind: "halt", ...place(data) });
    if (isRequest(issue) || mentionsCommand(issue.body))
      keys.push({ kind: "issue", ...place(data), issue: issue.number });
    return keys;
  },
};
