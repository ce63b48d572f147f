import { json, refusal } from "../front/http.ts";
import { githubTime } from "../front/times.ts";
import { DROPPED, type Delivery } from "../front/webhooks.ts";
import type { Handlers } from "./handler.ts";

/** GitHub's status where the app can't be reached. */
const NOT_REACHED = 502;
/** How far back GitHub delivers anything again. */
const BACK_MS = 3 * 86_400_000;

/** What GitHub remembers of the deliveries of the App's webhook; a delivery's id is its place among them. */
export const hookDeliveries: Handlers = {
  /** Pages go by a cursor: the id of the delivery that the next one begins with. */
  "apps/list-webhook-deliveries"({ query, path }, { webhooks, url }) {
    const size = Math.min(Number(query.get("per_page") ?? 30), 100);
    const cursor = Number(query.get("cursor")?.slice("v1_".length) ?? Infinity);
    const status = query.get("status");
    const found = webhooks.deliveries
      .map((delivery, index) => ({ delivery, id: index + 1 }))
      .filter(
        ({ delivery, id }) =>
          id <= cursor && isOver(delivery) && isAsked(delivery, status),
      )
      .toReversed();
    const next = found[size];
    const search = new URLSearchParams(query);
    search.set("cursor", `v1_${next?.id}`);
    return json(
      200,
      found.slice(0, size).map(({ delivery, id }) => shown(delivery, id)),
      next ? { link: `<${url}${path}?${search.toString()}>; rel="next"` } : {},
    );
  },

  "apps/redeliver-webhook-delivery"({ parameters }, { webhooks }) {
    const found = webhooks.deliveries[Number(parameters["delivery_id"]) - 1];
    if (!found || found.failure === DROPPED) return refusal(404, "Not Found");
    if (Date.now() - found.at.getTime() > BACK_MS)
      return refusal(400, "The delivery is too old to be delivered again");
    void webhooks.redeliver(found.id);
    return json(202, {});
  },
};

function isOver({ status, failure }: Delivery): boolean {
  return status !== undefined || (failure !== undefined && failure !== DROPPED);
}

function isAsked(delivery: Delivery, status: string | null): boolean {
  const failed = codeOf(delivery) >= 400;
  return status === null || failed === (status === "failure");
}

function codeOf({ status }: Delivery): number {
  return status ?? NOT_REACHED;
}

/** Schema `hook-delivery-item`. */
function shown(delivery: Delivery, id: number) {
  const { id: guid, at, redelivery, event, action, failure } = delivery;
  return {
    id,
    guid,
    delivered_at: githubTime(at),
    redelivery,
    duration: 0.1,
    status:
      failure ?? (codeOf(delivery) < 400 ? "OK" : "Invalid HTTP Response"),
    status_code: codeOf(delivery),
    event,
    action: action ?? null,
    installation_id: null,
    repository_id: null,
  };
}
