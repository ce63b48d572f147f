import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Contract } from "../contract/contract.ts";
import type { JsonObject } from "./json.ts";

/** One webhook on its way to the app. */
export interface Delivery {
  /** GitHub's GUID of the event; the same where it is delivered again. */
  id: string;
  event: string;
  action: string | undefined;
  payload: JsonObject;
  at: Date;
  /** Whether GitHub was asked for it, because it had been delivered before. */
  redelivery: boolean;
  /** What the app answered; absent: not yet, or never, as `failure` says. */
  status?: number;
  failure?: string;
}

/** What happens to the next deliveries instead of the usual; for tests of an app that must not rely on them. */
interface Disturbance {
  event: string;
  /** Absent: any. */
  action?: string;
  /** How many are disturbed; absent: one. */
  times?: number;
  how: "drop" | "double" | { delayMs: number };
}

export interface Webhooks {
  /** Where the app listens; undefined: deliveries are lost. */
  url: string | undefined;
  /** Everything that was delivered or lost, oldest first. */
  readonly deliveries: readonly Delivery[];
  disturb(disturbance: Disturbance): void;
  /** Delivers once more with the same id, as GitHub's "Redeliver" does. */
  redeliver(id: string): Promise<void>;
}

export interface WebhookSender extends Webhooks {
  send(event: string, payload: JsonObject): void;
  stop(): Promise<void>;
}

/** Why GitHub itself lost a delivery: it remembers nothing of it. */
export const DROPPED = "dropped on purpose";

/** GitHub waits that long for an answer, and does not try again. */
const PATIENCE = 10_000;

export function createWebhooks(
  app: { id: number; webhookUrl?: string; webhookSecret: string },
  contract: Contract,
): WebhookSender {
  const deliveries: Delivery[] = [];
  const disturbances: (Disturbance & { times: number })[] = [];
  const underway = new Set<Promise<void>>();
  const stopping = new AbortController();

  const deliver = async (delivery: Delivery): Promise<void> => {
    const { url } = webhooks;
    if (url === undefined) {
      delivery.failure = "the app has no webhook URL";
      return;
    }
    const body = JSON.stringify(delivery.payload);
    const signature = createHmac("sha256", app.webhookSecret)
      .update(body)
      .digest("hex");
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "user-agent": "GitHub-Hookshot/sandbox",
          "x-github-delivery": delivery.id,
          "x-github-event": delivery.event,
          "x-github-hook-id": "1",
          "x-github-hook-installation-target-id": String(app.id),
          "x-github-hook-installation-target-type": "integration",
          "x-hub-signature-256": `sha256=${signature}`,
        },
        signal: AbortSignal.any([
          stopping.signal,
          AbortSignal.timeout(PATIENCE),
        ]),
      });
      await response.arrayBuffer();
      delivery.status = response.status;
    } catch (error) {
      delivery.failure = error instanceof Error ? error.message : String(error);
    }
  };

  const follow = (delivery: Delivery, how?: Disturbance["how"]) => {
    const underwayNow = (async () => {
      if (how === "drop") {
        delivery.failure = DROPPED;
        return;
      }
      if (typeof how === "object") {
        const { signal } = stopping;
        await delay(how.delayMs, undefined, { signal }).catch(() => undefined);
      }
      await deliver(delivery);
      if (how === "double") await deliver(delivery);
    })();
    underway.add(underwayNow);
    void underwayNow.finally(() => underway.delete(underwayNow));
    return underwayNow;
  };

  const webhooks: WebhookSender = {
    url: app.webhookUrl,
    deliveries,
    disturb: (disturbance) =>
      void disturbances.push({
        ...disturbance,
        times: disturbance.times ?? 1,
      }),
    async redeliver(id) {
      const found = deliveries.find((delivery) => delivery.id === id);
      if (!found) throw new Error(`there was no delivery ${id}`);
      const { event, action, payload } = found;
      const again: Delivery = {
        id,
        event,
        action,
        payload,
        at: new Date(),
        redelivery: true,
      };
      deliveries.push(again);
      await follow(again);
    },
    send(event, payload) {
      const { action } = payload;
      const delivery: Delivery = {
        id: randomUUID(),
        event,
        action: typeof action === "string" ? action : undefined,
        payload,
        at: new Date(),
        redelivery: false,
      };
      contract.webhook(event, delivery.action, payload);
      deliveries.push(delivery);
      const disturbance = disturbances.find(
        (known) =>
          known.times > 0 &&
          known.event === event &&
          (known.action === undefined || known.action === action),
      );
      if (disturbance) disturbance.times -= 1;
      void follow(delivery, disturbance?.how);
    },
    async stop() {
      stopping.abort();
      await Promise.all(underway);
    },
  };
  return webhooks;
}
