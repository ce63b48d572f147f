import { setImmediate } from "node:timers/promises";
import type { Surroundings } from "../../providers/service/surroundings.ts";

/** How a service behaves when it is asked once. */
export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds until it answers; `Infinity`: never. */
  after?: number;
  /** The connection breaks, and the system says why. */
  breaks?: string;
}

/** A world in which time passes only when everybody waits for it, and in which a service does what the script says. */
export class VirtualWorld implements Surroundings {
  time: number;
  chance = 0.5;
  /** When what was asked. */
  readonly asked: { at: number; url: string; init: RequestInit }[] = [];
  /** What comes next; the last one is repeated. */
  script: Scripted[];
  readonly #timers = new Set<{ at: number; ring: () => void }>();

  constructor(begin: Date, ...script: Scripted[]) {
    this.time = begin.getTime();
    this.script = script;
  }

  readonly now = () => this.time;
  readonly random = () => this.chance;

  readonly wait = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = { at: this.time + milliseconds, ring: resolve };
      this.#timers.add(timer);
      signal?.addEventListener("abort", () => {
        this.#timers.delete(timer);
        resolve();
      });
    });

  readonly fetch = async (
    input: string | URL | Request,
    init: RequestInit = {},
  ) => {
    const url = input instanceof Request ? input.url : input.toString();
    this.asked.push({ at: this.time, url, init });
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    const { status = 200, headers = {}, body = "{}", after = 0 } = next ?? {};
    if (after > 0) await this.wait(after, init.signal ?? undefined);
    init.signal?.throwIfAborted();
    if (next?.breaks !== undefined) {
      const cause = Object.assign(new Error("broken"), { code: next.breaks });
      throw new TypeError("fetch failed", { cause });
    }
    return new Response(status === 204 ? null : body, { status, headers });
  };

  /** Lets time pass until the promise is settled. */
  async until<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => {});
    for (;;) {
      // Everything that needs no time happens first.
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      if (settled) return watched;
      const [first] = [...this.#timers].toSorted((a, b) => a.at - b.at);
      if (!first) throw new Error("everybody waits, and for nothing");
      this.#timers.delete(first);
      this.time = Math.max(this.time, first.at);
      first.ring();
    }
  }
}
