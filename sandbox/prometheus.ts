import { createServer, type Server } from "node:http";
import { once } from "node:events";

/** A stand-in for Prometheus: it answers the instant-query API for the objectives that it was given. */
export interface PrometheusStandIn {
  url: string;
  /** The remaining error budget by objective as a ratio; an objective that is absent has no series. */
  budgets: Map<string, number>;
  /** What a query answers that names this metric, as one number without labels. */
  metrics: Map<string, number>;
  /** While set, every query is answered with this HTTP status. */
  outage: number | undefined;
  stop(): Promise<void>;
}

/** A system that is well: hardly an error, and every breaker closed. */
const WELL = { http_requests_total: 0.2, circuit_breaker_state: 0 };

export async function startPrometheus(
  budgets: Record<string, number>,
): Promise<PrometheusStandIn> {
  const world = {
    budgets: new Map(Object.entries(budgets)),
    metrics: new Map(Object.entries(WELL)),
    outage: undefined as number | undefined,
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://prometheus");
    let form = "";
    request.on("data", (chunk: Buffer) => (form += chunk.toString()));
    request.on("end", () => {
      const query =
        url.searchParams.get("query") ??
        new URLSearchParams(form).get("query") ??
        "";
      response.setHeader("content-type", "application/json");
      if (url.pathname === "/graph") {
        response.setHeader("content-type", "text/plain; charset=utf-8");
        response.end(
          graphPage(url.searchParams.get("g0.expr") ?? query, world.budgets),
        );
      } else if (world.outage !== undefined) {
        response.statusCode = world.outage;
        response.end(
          JSON.stringify({
            status: "error",
            errorType: "unavailable",
            error: "the stand-in is down",
          }),
        );
      } else if (url.pathname !== "/api/v1/query") {
        response.statusCode = 404;
        response.end(
          JSON.stringify({
            status: "error",
            errorType: "bad_data",
            error: "no such endpoint",
          }),
        );
      } else {
        response.end(
          JSON.stringify({
            status: "success",
            data: { resultType: "vector", result: series(query) },
          }),
        );
      }
    });
  });

  function series(query: string): object[] {
    const selected = [...world.budgets].find(([slo]) =>
      query.includes(`"${slo}"`),
    );
    if (selected) {
      const [slo, remaining] = selected;
      return [sample({ sloth_service: slo }, remaining)];
    }
    const metric = [...world.metrics].find(([name]) => query.includes(name));
    return metric ? [sample({}, metric[1])] : [];
  }

  const url = await listen(server);
  return Object.assign(world, { url, stop: () => close(server) });
}

function sample(metric: object, value: number): object {
  return { metric, value: [Date.now() / 1_000, String(value)] };
}

function graphPage(query: string, budgets: Map<string, number>): string {
  const lines = [...budgets].map(([slo, remaining]) => `${slo}: ${remaining}`);
  return `The sandbox's stand-in for Prometheus.\n\nquery: ${query}\n\nremaining error budgets\n${lines.join("\n")}\n`;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the stand-in for Prometheus has no port");
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
