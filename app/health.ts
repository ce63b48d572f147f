import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Contact } from "../providers/github/contact.ts";
import { answerJson } from "./json-answer.ts";
import type { RequestHandler } from "./listener.ts";
import type { Pulse } from "./pulse.ts";
import type { Backlog } from "./store/backlog.ts";

const MINUTE_MS = 60_000;
/** How long a database may take to answer. */
const PATIENCE_MS = 2_000;
/** No look takes as long; everything is looked at every five minutes. */
const STUCK_MS = 10 * MINUTE_MS;
/** The App's installations are asked for every five to six minutes. */
const SILENT_MS = 15 * MINUTE_MS;

export interface Vitals {
  /** Rejects where the database does not answer. */
  ping: () => Promise<void>;
  backlog: () => Promise<Backlog>;
  pulse: Pick<Pulse, "idleMs">;
  contact: Pick<Contact, "isRefused" | "silentMs">;
}

/**
 * `GET /healthz`: the process is alive, that is, no restart would help it. `GET /readyz`: it can do its work. What GitHub
 * says is known from what it was asked anyway.
 *
 * @param patienceMs how long the database may take to answer
 * @returns a handler, which says whether the request was its own
 */
export function healthHandler(
  vitals: Vitals,
  patienceMs: number = PATIENCE_MS,
): RequestHandler {
  return async (request, response) => {
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    if (path === "/healthz")
      answer(response, "alive", await isStuck(vitals, patienceMs));
    else if (path === "/readyz")
      answer(response, "ready", await isUnable(vitals, patienceMs));
    else return false;
    return true;
  };
}

/** A database that does not answer is no reason to restart the process. */
async function isStuck(
  { pulse, backlog }: Vitals,
  patienceMs: number,
): Promise<string | undefined> {
  if (pulse.idleMs() < STUCK_MS) return undefined;
  const found = await within(patienceMs, backlog());
  return found && found.oldestSeconds * 1_000 >= STUCK_MS
    ? "nothing was looked at for ten minutes, although something waits"
    : undefined;
}

async function isUnable(
  { ping, contact }: Vitals,
  patienceMs: number,
): Promise<string | undefined> {
  const answered = ping().then(() => true);
  if (!(await within(patienceMs, answered)))
    return "the database does not answer";
  if (contact.isRefused) return "GitHub refuses the App's credentials";
  return contact.silentMs > SILENT_MS
    ? "GitHub has not answered for 15 minutes"
    : undefined;
}

/** Undefined where it fails or takes longer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const patience = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(ms, undefined, { signal: patience.signal }),
    ]);
  } catch {
    return undefined;
  } finally {
    patience.abort();
  }
}

function answer(
  response: ServerResponse,
  well: string,
  problem: string | undefined,
): void {
  const code = problem === undefined ? 200 : 503;
  answerJson(response, code, JSON.stringify({ status: problem ?? well }));
}
