import * as z from "zod";
import { hasEnded } from "../../providers/github/deployments.ts";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  deployment_status: z.object({ state: z.string() }),
});

/** A deployment that ended may be what requests wait for; which ones, the look at the repository finds out. */
export const deploymentStatus: Webhook = {
  events: ["deployment_status.created"],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    return data && hasEnded(data.deployment_status.state)
      ? [{ kind: "repository", ...place(data) }]
      : [];
  },
};
