import type { Contact } from "../providers/github/contact.ts";
import type { RateLimits } from "../providers/github/rate-limits.ts";
import { bears } from "./bearer.ts";
import { answerUnauthorised } from "./json-answer.ts";
import type { RequestHandler } from "./listener.ts";
import type { Pulse } from "./pulse.ts";
import type { Backlog } from "./store/backlog.ts";

export interface Measured {
  backlog: () => Promise<Backlog>;
  pulse: Pick<Pulse, "looks">;
  contact: Pick<Contact, "silentMs">;
  limits: Pick<RateLimits, "remaining">;
}

/**
 * `GET /metrics` in Prometheus' text format, for whoever has the token; without one in the settings there is no such page.
 *
 * @returns a handler, which says whether the request was its own
 */
export function metricsHandler(
  token: string | undefined,
  measured: Measured,
): RequestHandler {
  return async (request, response) => {
    const isOwn = request.url?.split("?")[0] === "/metrics";
    if (token === undefined || request.method !== "GET" || !isOwn) return false;
    if (!bears(request, token)) {
      answerUnauthorised(response);
      return true;
    }
    const text = await inText(measured);
    response
      .writeHead(200, {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
        "cache-control": "no-store",
      })
      .end(text);
    return true;
  };
}

/** What is not known just now is left out, as Prometheus wants it. */
async function inText({
  backlog,
  pulse,
  contact,
  limits,
}: Measured): Promise<string> {
  const found = await backlog().catch(() => undefined);
  const { done, failed } = pulse.looks;
  const remaining = [...limits.remaining()].map(
    ([asker, left]) => [`{installation="${String(asker)}"}`, left] as const,
  );
  return [
    ...metric(
      "github_rate_limit_remaining",
      "gauge",
      "Requests that GitHub still answers within the hour, by installation; app is the App itself.",
      remaining,
    ),
    ...metric(
      "github_silent_seconds",
      "gauge",
      "For how long GitHub has not answered.",
      [["", contact.silentMs / 1_000]],
    ),
    ...metric(
      "looks_total",
      "counter",
      "Looks of this process that ended, by how they did.",
      [
        ['{outcome="done"}', done],
        ['{outcome="failed"}', failed],
      ],
    ),
    ...metric(
      "queue_waiting",
      "gauge",
      "Keys that could be looked at now, for all processes of the database.",
      found ? [["", found.waiting]] : [],
    ),
    ...metric(
      "queue_oldest_waiting_seconds",
      "gauge",
      "For how long the first of them has waited.",
      found ? [["", found.oldestSeconds]] : [],
    ),
    "",
  ].join("\n");
}

function metric(
  name: string,
  type: "counter" | "gauge",
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): string[] {
  const full = `chaos_governor_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...samples.map(([labels, value]) => `${full}${labels} ${String(value)}`),
  ];
}
