import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { type BreakerState, createCircuitBreaker } from "./circuit-breaker.ts";
import { exposition, type Figures } from "./figures.ts";
import { listen } from "./listener.ts";
import { startWarehouse } from "./warehouse.ts";

/** A small shop that takes orders; chaos experiments of the sandbox break the warehouse behind it. */
export interface ShopService {
  url: string;
  figures: () => Figures;
  breaker: () => BreakerState;
  stop: () => Promise<void>;
}

/** An order that takes longer than this, in milliseconds, makes the shop unhealthy. */
const SLOW_ORDER = 500;
/** How long, in milliseconds, a slowed warehouse takes for an answer. */
const SLOW_WAREHOUSE = 1_200;

const stock = z.record(z.string(), z.number());

interface Answer {
  status: number;
  body: object | string;
}

type Route = (query: URLSearchParams) => Promise<Answer>;

/**
 * Starts the shop and its warehouse.
 *
 *     GET  /api/health      200 where an order placed now is quick enough, else 503
 *     GET  /api/orders      places an order; the stock comes through the breaker, else from memory
 *     GET  /api/breakers    the breakers' states
 *     GET  /api/breakers/warehouse?state=open    200 where it is in that state, else 409
 *     GET  /metrics         the figures, as Prometheus reads them
 *     POST /control/warehouse/kill|slow|restore  what experiments do to it
 *
 * @param port 0 for any that is free
 */
export async function startService({
  port,
}: {
  port: number;
}): Promise<ShopService> {
  const warehouse = await startWarehouse();
  const figures: Figures = { requests: 0, errors: 0 };
  let lastSeen: z.infer<typeof stock> = {};

  const breaker = createCircuitBreaker(
    async () => {
      const response = await fetch(warehouse.url);
      lastSeen = stock.parse(await response.json());
      return { stock: lastSeen, source: "warehouse" };
    },
    { failuresToOpen: 3, trialAfter: 1_000 },
  );
  const order = () =>
    breaker.run(() => ({ stock: lastSeen, source: "memory" }));

  const routes: Record<string, Route> = {
    "GET /api/health": async () => {
      const began = performance.now();
      const { source } = await order();
      const orderMilliseconds = Math.round(performance.now() - began);
      return orderMilliseconds <= SLOW_ORDER
        ? { status: 200, body: { status: "ok", orderMilliseconds, source } }
        : {
            status: 503,
            body: { status: "degraded", orderMilliseconds, source },
          };
    },
    "GET /api/orders": async () => ok(await order()),
    "GET /api/breakers": async () =>
      ok({ breakers: { warehouse: { state: breaker.state() } } }),
    "GET /api/breakers/warehouse": async (query) => {
      const state = breaker.state();
      const wanted = query.get("state") ?? state;
      return { status: wanted === state ? 200 : 409, body: { state } };
    },
    "GET /metrics": async () => ok(exposition(figures, breaker.state())),
    "POST /control/warehouse/kill": async () => {
      await warehouse.kill();
      return ok({ warehouse: "killed" });
    },
    "POST /control/warehouse/slow": async () => {
      await warehouse.slow(SLOW_WAREHOUSE);
      return ok({ warehouse: "slow" });
    },
    "POST /control/warehouse/restore": async () => {
      await warehouse.restore();
      breaker.tryAgain();
      return ok({ warehouse: "up" });
    },
  };

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://shop");
    const route = routes[`${request.method} ${url.pathname}`] ?? notFound;
    const answered = await route(url.searchParams);
    if (url.pathname.startsWith("/api/")) {
      figures.requests += 1;
      if (answered.status >= 500) figures.errors += 1;
    }
    return answered;
  }

  // Memory has to hold something before the warehouse is first missed.
  await order();
  const listener = await listen((request, response) => {
    answer(request).then(
      (answered) => write(response, answered),
      (error: unknown) =>
        write(response, { status: 500, body: { error: String(error) } }),
    );
  }, port);

  return {
    url: listener.url,
    figures: () => ({ ...figures }),
    breaker: breaker.state,
    stop: async () => {
      await Promise.all([listener.close(), warehouse.stop()]);
    },
  };
}

function ok(body: Answer["body"]): Answer {
  return { status: 200, body };
}

async function notFound(): Promise<Answer> {
  return { status: 404, body: { error: "no such page" } };
}

function write(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  const plain = typeof body === "string";
  response.setHeader("content-type", plain ? "text/plain" : "application/json");
  response.end(plain ? body : JSON.stringify(body));
}
