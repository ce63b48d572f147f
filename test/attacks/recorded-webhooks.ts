import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { listenAnywhere } from "./listening-port.ts";

/** A webhook as it came, whoever signed it. */
interface Heard {
  id: string;
  event: string;
  signature: string;
  body: string;
}

/** Stands between GitHub and the app, passes everything on, and can send it again. */
export async function recordWebhooks(to: string) {
  const heard: Heard[] = [];
  const send = async ({ id, event, signature, body }: Heard) => {
    const response = await fetch(to, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-delivery": id,
        "x-github-event": event,
        "x-hub-signature-256": signature,
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };
  const server = createServer((request, response) => {
    const header = (name: string) => String(request.headers[name] ?? "");
    void text(request)
      .then((body) => {
        const one = {
          id: header("x-github-delivery"),
          event: header("x-github-event"),
          signature: header("x-hub-signature-256"),
          body,
        };
        heard.push(one);
        return send(one);
      })
      .catch(() => 502)
      .then((status) => response.writeHead(status).end());
  });
  const host = await listenAnywhere(server);
  return {
    url: `http://${host}/`,
    to,
    heard,
    send,
    close: () => void server.close(),
  };
}
