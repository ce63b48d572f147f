import type { Evidence, Fact } from "../../core/gate/fact.ts";
import type { ErrorBudget } from "../../core/gate/facts.ts";
import type { AskableSlo } from "../../core/policy/gates/error-budget.ts";
import { sloName } from "../../core/policy/gates/slo.ts";
import { ProviderError } from "../provider-error.ts";
import type { HttpAnswer } from "../service/http-attempt.ts";
import { serviceAddress } from "../service/service-address.ts";
import {
  createServiceClient,
  type Reading,
} from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";
import { readAnswer, readBudget, type Worst } from "./answer.ts";
import { budgetQuestions } from "./budget-query.ts";

export interface Prometheus {
  /**
   * The remaining error budget of each objective, in their order. What can't be learned is unknown, with the reason;
   * it never throws and is done within the time limit.
   *
   * @param now the time that the evidence is given; Prometheus is asked for its own present
   */
  errorBudgets(slos: readonly AskableSlo[], now: Date): Promise<ErrorBudget[]>;
  /** What a query came to at a moment that is past; as above, it never throws. */
  valueAt(
    query: string,
    asked: { at: Date; worst: Worst },
  ): Promise<Fact<number>>;
}

const SHOWN = 500;

/**
 * Asks a Prometheus, or what speaks its HTTP API: Thanos, Mimir, VictoriaMetrics, Grafana Cloud.
 *
 * @param settings.url the base address, a path included where there is one; a user and password in it are sent along
 * @param settings.token sent as a bearer token
 * @param settings.timeoutMs for all objectives together
 */
export function createPrometheus(
  settings: { url: string; token?: string; timeoutMs?: number },
  surroundings: Surroundings = SURROUNDINGS,
): Prometheus {
  const { url, token, timeoutMs = 5_000 } = settings;
  const { base, headers } = serviceAddress(url, token);
  const client = createServiceClient(
    {
      provider: "prometheus",
      name: "Prometheus",
      base,
      headers,
      attemptMs: timeoutMs,
      questionMs: timeoutMs,
      // A connection that was closed while it lay idle fails once; a second failure is a real one.
      attempts: 2,
    },
    surroundings,
  );

  async function read(
    question: { query: string; time?: string },
    asked: {
      at: Date;
      deadline: number;
      read: (answer: HttpAnswer) => Reading<number>;
    },
  ): Promise<Fact<number>> {
    const { query } = question;
    const { at, deadline } = asked;
    const evidence = (answer: string | undefined, age?: number): [Evidence] => [
      {
        source: "prometheus",
        at,
        query,
        ...(answer !== undefined && { answer: answer.slice(0, SHOWN) }),
        ...(age !== undefined && { age }),
        link: graphPage(base, query),
      },
    ];
    try {
      const { value, text, age } = await client.ask(
        {
          path: "/api/v1/query",
          form: new URLSearchParams(question),
          read: asked.read,
        },
        deadline,
      );
      return { known: true, value, evidence: evidence(text, age) };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const { reason, answer } = error;
      return { known: false, reason, evidence: evidence(answer) };
    }
  }

  return {
    async errorBudgets(slos, now) {
      const shared = { at: now, deadline: client.deadline() };
      const value = async (query: string) =>
        read({ query }, { ...shared, read: worstValue("largest") });
      const budget = async (slo: AskableSlo): Promise<ErrorBudget> => {
        const { remaining, burnRate, age } = budgetQuestions(slo);
        const [left, burning, old] = await Promise.all([
          read({ query: remaining }, { ...shared, read: budgetLeft }),
          burnRate === undefined ? undefined : value(burnRate),
          age === undefined ? undefined : value(age),
        ]);
        return {
          slo: sloName(slo),
          remaining: left,
          ...(burning && { burnRate: burning }),
          ...(old && { age: inMilliseconds(old) }),
        };
      };
      return Promise.all(slos.map(budget));
    },

    async valueAt(query, { at, worst }) {
      const time = String(at.getTime() / 1_000);
      const deadline = client.deadline();
      return read({ query, time }, { at, deadline, read: worstValue(worst) });
    },
  };
}

function budgetLeft({ status, text }: HttpAnswer): Reading<number> {
  return readBudget(status, text);
}

function worstValue(worst: Worst): (answer: HttpAnswer) => Reading<number> {
  return ({ status, text }) => readAnswer(status, text, worst);
}

function inMilliseconds(seconds: Fact<number>): Fact<number> {
  return seconds.known ? { ...seconds, value: seconds.value * 1_000 } : seconds;
}

/** Where a person can put the same query. */
function graphPage(base: string, query: string): string {
  const page = new URL(`${base}/graph`);
  page.searchParams.set("g0.expr", query);
  page.searchParams.set("g0.tab", "1");
  return page.href;
}
