import * as z from "zod";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  workflow_run: z.object({ id: z.number() }),
});

/** A workflow run that began, goes on or ended; whether it is one of ours, the look finds out. */
export const workflowRun: Webhook = {
  events: [
    "workflow_run.requested",
    "workflow_run.in_progress",
    "workflow_run.completed",
  ],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    return data
      ? [{ kind: "run", ...place(data), run: data.workflow_run.id }]
      : [];
  },
};
