import * as z from "zod";
import { create, listBy } from "./ask.ts";
import type { Octokit } from "./octokit.ts";
import { anything, time } from "./shape.ts";

/** One attempt of GitHub's to deliver a webhook of the App. */
export interface HookDelivery {
  id: number;
  /** Of the event: the same where it is delivered again. */
  guid: string;
  at: Date;
}

const deliveries = z.array(
  z
    .object({ id: z.number(), guid: z.string(), delivered_at: time })
    .transform(({ id, guid, delivered_at }): HookDelivery => ({
      id,
      guid,
      at: delivered_at,
    })),
);

/**
 * The App's deliveries that ended so, the latest first.
 *
 * @param octokit a client that speaks as the App itself
 * @param filter.since what is older is left out
 * @param filter.most about how many are read; the rest is left out
 * @throws ProviderError
 */
export async function hookDeliveries(
  octokit: Octokit,
  { status, since, most }: HookDeliveryFilter,
): Promise<HookDelivery[]> {
  let read = 0;
  const found = await listBy(
    octokit,
    {
      doing: "list the App's webhook deliveries",
      route: "GET /app/hook/deliveries",
      parameters: { status },
      answer: deliveries,
    },
    ({ id }) => id,
    ({ at }) => (read += 1) >= most || at < since,
  );
  return found.filter(({ at }) => at >= since);
}

export interface HookDeliveryFilter {
  status: "success" | "failure";
  since: Date;
  most: number;
}

/**
 * Has GitHub deliver it once more; what comes of it, a later list says.
 *
 * @throws ProviderError
 */
export async function redeliver(octokit: Octokit, id: number): Promise<void> {
  await create(octokit, {
    doing: `have delivery ${id} delivered again`,
    route: "POST /app/hook/deliveries/{delivery_id}/attempts",
    parameters: { delivery_id: id },
    answer: anything,
  });
}
