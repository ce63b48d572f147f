import { setTimeout as wait } from "node:timers/promises";
import { listen, type Listener } from "./listener.ts";

/** What the shop depends on: a server of its own that knows what is in stock, and that can be broken. */
export interface Warehouse {
  /** Stays the same when the warehouse is killed and comes back. */
  url: string;
  /** Closes its port: connections are refused. */
  kill(): Promise<void>;
  /** Answers, but only after this many milliseconds. */
  slow(milliseconds: number): Promise<void>;
  /** Answers at once again. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

const STOCK = { keyboard: 12, lamp: 7, "standing desk": 3 };

export async function startWarehouse(): Promise<Warehouse> {
  const over = new AbortController();
  let delay = 0;
  let listener: Listener | undefined = await open(0);
  const { port, url } = listener;

  function open(wanted: number): Promise<Listener> {
    return listen((_request, response) => {
      const answer = () => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(STOCK));
      };
      // Rejects only when the warehouse is stopped, and then nobody is left to answer.
      wait(delay, undefined, { signal: over.signal }).then(
        answer,
        () => undefined,
      );
    }, wanted);
  }

  async function close(): Promise<void> {
    const closing = listener;
    listener = undefined;
    await closing?.close();
  }

  async function run(milliseconds: number): Promise<void> {
    delay = milliseconds;
    listener ??= await open(port);
  }

  return {
    url,
    kill: close,
    slow: run,
    restore: () => run(0),
    stop: () => {
      over.abort();
      return close();
    },
  };
}
