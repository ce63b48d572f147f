import * as z from "zod";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

const payloadSchema = aboutRepository.extend({
  environment: z.string().min(1).max(255),
  /** The payload has no other word of the run. */
  deployment_callback_url: z
    .string()
    .regex(/\/actions\/runs\/[1-9]\d{0,14}\/deployment_protection_rule$/),
});

/** A run asks to be let into an environment; whether it may, the look finds out. */
export const deploymentProtectionRule: Webhook = {
  events: ["deployment_protection_rule.requested"],
  keys: (payload) => {
    const { data } = payloadSchema.safeParse(payload);
    if (!data) return [];
    const { environment, deployment_callback_url: url } = data;
    const run = Number(url.split("/").at(-2));
    return [{ kind: "protection", ...place(data), run, environment }];
  },
};
