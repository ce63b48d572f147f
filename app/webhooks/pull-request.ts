import * as z from "zod";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  action: z.string(),
  pull_request: z.object({ number: z.number() }),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});

/** A pull request with another head, or another branch to go into. */
export const pullRequest: Webhook = {
  events: [
    "pull_request.opened",
    "pull_request.synchronize",
    "pull_request.reopened",
    "pull_request.edited",
  ],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    if (!data) return [];
    // Title and description say nothing about experiments.
    if (data.action === "edited" && data.changes?.base === undefined) return [];
    return [
      {
        kind: "pull-request",
        ...place(data),
        pullRequest: data.pull_request.number,
      },
    ];
  },
};
