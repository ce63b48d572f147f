import { createHmac } from "node:crypto";
import { request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listen, type Listener } from "../../../app/listener.ts";
import { webhookHandler } from "../../../app/webhooks/endpoint.ts";
import type { Receive } from "../../../app/webhooks/receive.ts";
import { seenDeliveries } from "../../../app/webhooks/seen-deliveries.ts";
import { silentLog } from "../silent-log.ts";

const SECRET = "It's a secret to everybody";
const LARGEST = 1_000;
const HOUR_MS = 3_600_000;

const listeners: Listener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});

async function start(receive: Receive = () => Promise.resolve()) {
  let now = 0;
  const received = vi.fn<Receive>(receive);
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    log: silentLog,
    handlers: [
      webhookHandler({
        secret: SECRET,
        receive: received,
        seen: seenDeliveries(() => now),
        log: silentLog,
        largest: LARGEST,
      }),
    ],
    patience: {
      headersTimeout: 150,
      requestTimeout: 300,
      connectionsCheckingInterval: 50,
    },
  });
  listeners.push(listener);
  return {
    url: listener.url,
    received,
    pass: (ms: number) => (now += ms),
  };
}

const sign = (body: Uint8Array) =>
  `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part)));

const BODY = bytes('{"action":"opened"}');

function deliver(
  url: string,
  body: Buffer = BODY,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/api/github/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-delivery": "delivery-1",
      "x-github-event": "issues",
      "x-hub-signature-256": sign(body),
      ...headers,
    },
    body: new Uint8Array(body),
  });
}

describe("a webhook's signature", () => {
  it.each([
    ["plain letters", '{"a":"b"}'],
    ["many languages", '{"a":"Grüße, 世界 🙈"}'],
    ["spaces around", ' \r\n{"a":"b"}\n\t '],
    ["a NUL, escaped", '{"a":"\\u0000"}'],
    ["half of a pair, escaped", '{"a":"\\ud800"}'],
    ["signs that can be written in two ways", '{"a":"e\u0301é\u2028"}'],
  ])("is right over the bytes as they came: %s", async (_, json) => {
    const { url, received } = await start();
    const response = await deliver(url, bytes(json));
    expect(response.status).toBe(200);
    expect(received).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ payload: JSON.parse(json) }),
    );
  });

  it.each([
    ["a byte order mark", bytes([0xef, 0xbb, 0xbf], BODY.toString())],
    ["one more space", bytes(BODY.toString(), " ")],
    ["another byte that is none of UTF-8", bytes('{"action":"', [0xff], '"}')],
    ["nothing", bytes("")],
  ])("for other bytes is not right: %s", async (_, body) => {
    const { url, received } = await start();
    const signature = sign(bytes('{"action":"\ufffd"}'));
    for (const given of [sign(BODY), signature]) {
      const response = await deliver(url, body, {
        "x-hub-signature-256": given,
      });
      expect(response.status).toBe(400);
    }
    expect(received).not.toHaveBeenCalled();
  });

  it.each([
    ["is none of UTF-8", bytes('{"action":"', [0xff], '"}')],
    ["has a byte order mark", bytes([0xef, 0xbb, 0xbf], BODY.toString())],
    ["is no JSON", bytes("{")],
  ])("does not make a webhook of what %s", async (_, body) => {
    const { url, received } = await start();
    expect((await deliver(url, body)).status).toBe(400);
    expect(received).not.toHaveBeenCalled();
  });

  it.each([
    "",
    "sha256=",
    `sha1=${"0".repeat(40)}`,
    `sha256=${"0".repeat(64)}`,
  ])("may not be something else: %j", async (signature) => {
    const { url, received } = await start();
    const headers = { "x-hub-signature-256": signature };
    expect((await deliver(url, BODY, headers)).status).toBe(400);
    expect(received).not.toHaveBeenCalled();
  });
});

describe("a delivery", () => {
  it("that was acknowledged is acknowledged again, and does nothing more", async () => {
    const { url, received } = await start();
    for (let time = 1; time <= 3; time += 1)
      expect((await deliver(url)).status).toBe(200);
    expect(received).toHaveBeenCalledOnce();
  });

  it("that could not be kept is answered with an error, and taken when it comes anew", async () => {
    const { url, received } = await start();
    received.mockRejectedValueOnce(new Error("no disk"));
    expect((await deliver(url)).status).toBe(503);
    expect((await deliver(url)).status).toBe(200);
    expect(received).toHaveBeenCalledTimes(2);
  });

  it("is forgotten after an hour", async () => {
    const { url, received, pass } = await start();
    await deliver(url);
    pass(HOUR_MS);
    await deliver(url);
    expect(received).toHaveBeenCalledTimes(2);
  });

  it("is not acknowledged before it is kept", async () => {
    const kept = Promise.withResolvers<void>();
    const { url, received } = await start(() => kept.promise);
    const answered = vi.fn<() => void>();
    const response = deliver(url).then(answered);
    await vi.waitUntil(() => received.mock.calls.length === 1);
    expect(answered).not.toHaveBeenCalled();
    kept.resolve();
    await response;
    expect(answered).toHaveBeenCalledOnce();
  });
});

it("remembers the latest deliveries, and not more than it may", () => {
  const seen = seenDeliveries(() => 0, 2);
  for (const id of ["a", "b", "c"]) seen.add(id);
  expect(["a", "b", "c"].filter((id) => seen.has(id))).toEqual(["b", "c"]);
});

describe("the webhook endpoint", () => {
  it("does not begin to read a body that says that it is too long", async () => {
    const { url } = await start();
    const sending = request(`${url}/api/github/webhooks`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": LARGEST + 1,
        "x-github-delivery": "delivery-1",
        "x-github-event": "issues",
        "x-hub-signature-256": sign(BODY),
      },
    });
    sending.on("error", () => undefined);
    sending.flushHeaders();
    const code = await new Promise((resolve) => {
      sending.on("response", ({ statusCode }) => {
        resolve(statusCode);
      });
    });
    sending.destroy();
    expect(code).toBe(413);
  });

  it("does not read on where a body of no said length becomes too long", async () => {
    const { url, received } = await start();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const chunk = "a".repeat(200);
    socket.write(
      "POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" +
        "x-github-delivery: d\r\nx-github-event: issues\r\nx-hub-signature-256: s\r\n" +
        `transfer-encoding: chunked\r\n\r\n${`c8\r\n${chunk}\r\n`.repeat(6)}`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).not.toHaveBeenCalled();
  });

  it.each([
    [
      "never ends its headers",
      "POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\n",
    ],
    [
      "never ends its body",
      "POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" +
        "x-github-delivery: d\r\nx-github-event: issues\r\nx-hub-signature-256: s\r\ncontent-length: 10\r\n\r\n{",
    ],
  ])("waits only so long for who %s", async (_, sent) => {
    const { url, received } = await start();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(sent);
    expect(await text(socket)).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(received).not.toHaveBeenCalled();
  });

  it.each([
    ["another method", { method: "GET" }, 405],
    ["another type", { headers: { "content-type": "text/plain" } }, 415],
    ["no headers", { headers: { "content-type": "application/json" } }, 400],
  ])("refuses %s", async (_, changes, code) => {
    const { url } = await start();
    const response = await fetch(`${url}/api/github/webhooks`, {
      method: "POST",
      ...changes,
    });
    expect(response.status).toBe(code);
  });

  it.each(["/", "/ping", "/api/github/webhooks/more", "/probot", "/metrics"])(
    "is the only one that there is: %s",
    async (path) => {
      const { url } = await start();
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toBe("");
      expect([...response.headers.keys()].toSorted()).toEqual([
        "connection",
        "date",
        "keep-alive",
        "transfer-encoding",
        "x-request-id",
      ]);
    },
  );
});
