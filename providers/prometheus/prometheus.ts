import type { Fact } from "../../core/gate/fact.ts";
import type { ErrorBudget } from "../../core/gate/facts.ts";
import type { Slo } from "../../core/policy/schema.ts";
import { sloName } from "../../core/policy/slo.ts";
import { bytesOf } from "../response-bytes.ts";
import { readAnswer, type Reading, type Worst } from "./answer.ts";
import { budgetQuery } from "./budget-query.ts";

export interface Prometheus {
  /**
   * The remaining error budget of each objective, in their order. What can't be learned is unknown, with the reason;
   * it never throws and is done within the time limit.
   *
   * @param now the time that the evidence is given; Prometheus is asked for its own present
   */
  errorBudgets(slos: readonly Slo[], now: Date): Promise<ErrorBudget[]>;
  /** What a query came to at a moment that is past; as above, it never throws. */
  valueAt(
    query: string,
    asked: { at: Date; worst: Worst },
  ): Promise<Fact<number>>;
}

const LARGEST_ANSWER = 2 * 1024 * 1024;
const SHOWN = 500;

/**
 * Asks a Prometheus, or what speaks its HTTP API: Thanos, Mimir, VictoriaMetrics, Grafana Cloud.
 *
 * @param settings.url the base address, a path included where there is one; a user and password in it are sent along
 * @param settings.token sent as a bearer token
 * @param settings.timeoutMs for all objectives together
 */
export function createPrometheus(settings: {
  url: string;
  token?: string;
  fetch?: typeof globalThis.fetch;
  timeoutMs?: number;
}): Prometheus {
  const { timeoutMs = 5_000 } = settings;
  const address = new URL(settings.url);
  const base = address.origin + address.pathname.replace(/\/+$/, "");
  const headers = { accept: "application/json", ...credentials(settings) };
  const fetch = settings.fetch ?? globalThis.fetch;

  async function read(
    question: { query: string; time?: string },
    worst: Worst,
    signal: AbortSignal,
  ): Promise<{ reading: Reading; answer?: string }> {
    const post = () =>
      fetch(`${base}/api/v1/query`, {
        method: "POST",
        headers,
        body: new URLSearchParams(question),
        // A redirect leads to a login page, or elsewhere with the token.
        redirect: "manual",
        signal,
      });
    try {
      // A connection that was closed while it lay idle fails once; a second failure is a real one.
      const response = await post().catch(async (error: unknown) => {
        if (signal.aborted) throw error;
        return post();
      });
      const bytes = await bytesOf(response, LARGEST_ANSWER);
      if (!bytes) {
        return { reading: unknown("Prometheus answered more than 2 MB") };
      }
      const answer = new TextDecoder().decode(bytes);
      const reading = readAnswer(response.status, answer, worst);
      return { reading, answer: answer.slice(0, SHOWN) };
    } catch (error) {
      return { reading: unknown(whyNoAnswer(error, signal, timeoutMs)) };
    }
  }

  function evidenceOf(query: string, at: Date, answer: string | undefined) {
    return {
      source: "prometheus",
      at,
      query,
      ...(answer !== undefined && { answer }),
      link: graphPage(base, query),
    };
  }

  return {
    async errorBudgets(slos, now) {
      const signal = AbortSignal.timeout(timeoutMs);
      const budget = async (slo: Slo): Promise<ErrorBudget> => {
        const query = budgetQuery(slo);
        const { reading, answer } = await read({ query }, "smallest", signal);
        const evidence = [evidenceOf(query, now, answer)];
        return { slo: sloName(slo), remaining: { ...reading, evidence } };
      };
      return Promise.all(slos.map(budget));
    },

    async valueAt(query, { at, worst }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const time = String(at.getTime() / 1_000);
      const { reading, answer } = await read({ query, time }, worst, signal);
      return { ...reading, evidence: [evidenceOf(query, at, answer)] };
    },
  };
}

/** Where a person can put the same query. */
function graphPage(base: string, query: string): string {
  const page = new URL(`${base}/graph`);
  page.searchParams.set("g0.expr", query);
  page.searchParams.set("g0.tab", "1");
  return page.href;
}

/** Fetch refuses an address with a password in it, and would name it in its error. */
function credentials({
  url,
  token,
}: {
  url: string;
  token?: string;
}): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const { username, password } = new URL(url);
  if (username === "") return {};
  const pair = [username, password].map(decodeURIComponent).join(":");
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function whyNoAnswer(
  error: unknown,
  signal: AbortSignal,
  timeoutMs: number,
): string {
  if (signal.aborted) {
    return `Prometheus did not answer within ${timeoutMs / 1_000} seconds`;
  }
  if (!(error instanceof TypeError)) throw error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : cause.message;
  return `Prometheus could not be reached: ${code.slice(0, 200)}`;
}

function unknown(reason: string): Reading {
  return { known: false, reason };
}
