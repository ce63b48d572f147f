import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { REQUEST_ID, type RequestHandler } from "../listener.ts";
import type { Log } from "../log.ts";
import { readBody } from "./body.ts";
import type { Receive } from "./receive.ts";
import type { SeenDeliveries } from "./seen-deliveries.ts";

const PATH = "/api/github/webhooks";
/** GitHub sends no payload that is larger. */
const LARGEST = 25 * 1024 * 1024;
const JSON_TYPE = /^\s*application\/json\s*(;|$)/i;

/** Fails on what is not UTF-8, and keeps a byte order mark, which JSON then refuses. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Why a delivery is not taken. */
interface Refusal {
  code: number;
  problem: string;
}

/**
 * `POST /api/github/webhooks`: answers 200 once what the webhook names is durable, and an error where that can't be had,
 * so that GitHub shows the delivery as failed and it can be sent anew. The signature is checked on the bytes as they
 * came. A delivery that was acknowledged already is acknowledged again, and that is all.
 */
export function webhookHandler(options: {
  secret: string;
  receive: Receive;
  seen: SeenDeliveries;
  log: Log;
  largest?: number;
}): RequestHandler {
  const { secret, receive, seen, log, largest = LARGEST } = options;
  return async (request, response) => {
    if (request.url?.split("?")[0] !== PATH) return false;
    const delivery = deliveryOf(request.method, request.headers);
    if ("problem" in delivery) return refuse(response, delivery);
    const body = await readBody(request, largest);
    if (!body)
      return refuse(response, { code: 413, problem: "the body is too long" });
    const payload = payloadOf(body, delivery.signature, secret);
    if ("problem" in payload) {
      // Nothing of what came is logged: anybody could have sent it.
      log.debug(payload, "A webhook was refused.");
      return refuse(response, payload);
    }
    if (!seen.has(delivery.id)) {
      const id = String(response.getHeader(REQUEST_ID));
      try {
        await receive({ ...delivery, payload: payload.json, request: id });
      } catch (error) {
        log.error(
          {
            err: error,
            request: id,
            delivery: delivery.id,
            event: delivery.name,
          },
          "A webhook could not be kept; GitHub shows its delivery as failed.",
        );
        const problem = "what it names could not be kept; deliver it again";
        return refuse(response, { code: 503, problem });
      }
      seen.add(delivery.id);
    }
    response
      .writeHead(200, { "content-type": "text/plain", "content-length": 3 })
      .end("ok\n");
    return true;
  };
}

interface Delivery {
  id: string;
  name: string;
  signature: string;
}

function deliveryOf(
  method: string | undefined,
  headers: IncomingHttpHeaders,
): Delivery | Refusal {
  if (method !== "POST") return { code: 405, problem: "only POST is taken" };
  if (!JSON_TYPE.test(headers["content-type"] ?? ""))
    return { code: 415, problem: "the content type must be application/json" };
  const id = headers["x-github-delivery"];
  const name = headers["x-github-event"];
  const signature = headers["x-hub-signature-256"];
  if (
    typeof id !== "string" ||
    typeof name !== "string" ||
    typeof signature !== "string"
  )
    return {
      code: 400,
      problem:
        "the headers x-github-delivery, x-github-event and x-hub-signature-256 are needed, each once",
    };
  return { id, name, signature };
}

function payloadOf(
  body: Buffer,
  signature: string,
  secret: string,
): { json: unknown } | Refusal {
  const right = createHmac("sha256", secret).update(body).digest("hex");
  if (!isSame(signature, `sha256=${right}`))
    return { code: 400, problem: "the signature is not right" };
  try {
    return { json: JSON.parse(utf8.decode(body)) };
  } catch {
    return { code: 400, problem: "the body is not JSON" };
  }
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The connection ends with it: what else was sent is not read. */
function refuse(response: ServerResponse, { code, problem }: Refusal): true {
  response
    .writeHead(code, {
      "content-type": "application/json",
      connection: "close",
    })
    .end(JSON.stringify({ problem }));
  return true;
}
