import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { text } from "node:stream/consumers";
import { listenAnywhere } from "./listening-port.ts";

/** How it answers whatever it is asked: with an error's page, with nonsense, or by sending elsewhere. */
type Manner = "refuses" | "fails" | "babbles" | "sends elsewhere";

const STATUS: Record<Manner, number> = {
  refuses: 401,
  fails: 500,
  babbles: 200,
  "sends elsewhere": 302,
};

/** A service that repeats in its answers all that it was told, as some proxies do on their pages of errors. */
export async function startEchoingService(manner: Manner = "refuses") {
  const state = { manner, asked: [] as string[] };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = "", headers, headersDistinct } = request;
    state.asked.push(url);
    const sent = headers.authorization ?? "";
    const shown = Buffer.from(sent.replace(/^Basic /, ""), "base64").toString();
    const page = JSON.stringify({
      error: { message: `${sent} ${shown}` },
      url,
      headersDistinct,
      body: await text(request),
    });
    if (state.manner === "sends elsewhere")
      response.setHeader(
        "location",
        `http://127.0.0.2:9/?${encodeURIComponent(sent)}${url}`,
      );
    response
      .writeHead(STATUS[state.manner], { "content-type": "application/json" })
      .end(page);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const host = await listenAnywhere(server);
  return {
    host,
    state,
    stop: () => void server.close(),
  };
}
