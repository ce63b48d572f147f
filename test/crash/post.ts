import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { Chance } from "./chance.ts";

const DROPPED = 0.3;
const DOUBLED = 0.15;
const DELAYED = 0.3;
const LONGEST_DELAY_MS = 600;

/** What carries webhooks from GitHub to the app: it loses, doubles, delays and reorders them. */
export interface Post {
  url: string;
  counts: { delivered: number; dropped: number; doubled: number };
  close(): Promise<void>;
}

/**
 * @param urls of the app's processes; each webhook goes to any of them
 * @param isLost which bodies never arrive, besides those that chance picks
 */
export async function carryPost(
  urls: readonly [string, ...string[]],
  chance: Chance,
  isLost: (body: string) => boolean,
): Promise<Post> {
  const counts = { delivered: 0, dropped: 0, doubled: 0 };
  const underway = new Set<Promise<unknown>>();
  const take = async (request: IncomingMessage) => {
    const body = (await buffer(request)).toString();
    if (chance.happens(DROPPED) || isLost(body)) {
      counts.dropped += 1;
      return;
    }
    const headers = Object.entries(request.headersDistinct).flatMap(
      ([name, [value = ""] = []]): [string, string][] =>
        /^(x-|content-type$)/.test(name) ? [[name, value]] : [],
    );
    const times = chance.happens(DOUBLED) ? 2 : 1;
    counts.doubled += times - 1;
    for (let time = 0; time < times; time += 1) {
      const wait = chance.happens(DELAYED) ? chance.below(LONGEST_DELAY_MS) : 0;
      const url = chance.oneOf(urls);
      const carried = delay(wait)
        .then(() => fetch(url, { method: "POST", headers, body }))
        // Nobody is there: GitHub does not try again either.
        .then(({ ok }) => void (counts.delivered += Number(ok)))
        .catch(() => undefined);
      underway.add(carried);
      void carried.finally(() => underway.delete(carried));
    }
  };
  const server = createServer((request, response) => {
    void take(request).finally(() => response.writeHead(200).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    counts,
    async close() {
      await Promise.all(underway);
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
