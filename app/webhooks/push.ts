import * as z from "zod";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  ref: z.string(),
  repository: aboutRepository.shape.repository.extend({
    default_branch: z.string(),
  }),
});

/** A push to the default branch: the policy, an experiment or what would run may be another now. */
export const push: Webhook = {
  events: ["push"],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    return data && data.ref === `refs/heads/${data.repository.default_branch}`
      ? [{ kind: "repository", ...place(data) }]
      : [];
  },
};
