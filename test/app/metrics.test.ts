import { expect, it, onTestFinished } from "vitest";
import { listen } from "../../app/listener.ts";
import { metricsHandler, type Measured } from "../../app/metrics.ts";
import { silentLog } from "./silent-log.ts";

const TOKEN = "0123456789abcdef01234567";

const MEASURED: Measured = {
  backlog: () => Promise.resolve({ waiting: 3, oldestSeconds: 1.5 }),
  pulse: { looks: { done: 12, failed: 1 } },
  contact: { silentMs: 2_500 },
  limits: {
    remaining: () =>
      new Map<number | "app", number>([
        [7, 4_990],
        ["app", 5_000],
      ]),
  },
};

const refuses = () => Promise.reject(new Error("connection refused"));

async function metrics(
  { token = TOKEN, bearer = TOKEN }: { token?: string; bearer?: string } = {},
  measured: Partial<Measured> = {},
) {
  const handler = metricsHandler(token === "" ? undefined : token, {
    ...MEASURED,
    ...measured,
  });
  const listener = await listen({
    host: "127.0.0.1",
    port: 0,
    handlers: [handler],
    log: silentLog,
  });
  onTestFinished(() => listener.stop());
  const response = await fetch(`${listener.url}/metrics`, {
    headers: { authorization: `Bearer ${bearer}`, connection: "close" },
  });
  const lines = (await response.text()).split("\n");
  return {
    code: response.status,
    type: response.headers.get("content-type"),
    samples: lines.filter((line) => line !== "" && !line.startsWith("#")),
  };
}

it("tells what is left of rate limits, and what waits", async () => {
  expect(await metrics()).toEqual({
    code: 200,
    type: "text/plain; version=0.0.4; charset=utf-8",
    samples: [
      'chaos_governor_github_rate_limit_remaining{installation="7"} 4990',
      'chaos_governor_github_rate_limit_remaining{installation="app"} 5000',
      "chaos_governor_github_silent_seconds 2.5",
      'chaos_governor_looks_total{outcome="done"} 12',
      'chaos_governor_looks_total{outcome="failed"} 1',
      "chaos_governor_queue_waiting 3",
      "chaos_governor_queue_oldest_waiting_seconds 1.5",
    ],
  });
});

it("leaves out what the database does not say", async () => {
  const { code, samples } = await metrics({}, { backlog: refuses });
  expect(code).toBe(200);
  expect(samples.filter((line) => line.includes("queue"))).toEqual([]);
});

it("tells nobody without the token", async () => {
  expect(await metrics({ bearer: "wrong" })).toMatchObject({ code: 401 });
});

it("is not there where the operator has set no token", async () => {
  expect(await metrics({ token: "" })).toMatchObject({ code: 404 });
});
