import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { createCircuitBreaker } from "../../sandbox/service/circuit-breaker.ts";
import {
  type ShopService,
  startService,
} from "../../sandbox/service/service.ts";

const services: ShopService[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.stop()));
});

async function start(): Promise<ShopService> {
  const service = await startService({ port: 0 });
  services.push(service);
  return service;
}

async function get(service: ShopService, path: string): Promise<unknown> {
  const response = await fetch(`${service.url}${path}`);
  return { status: response.status, body: await response.json() };
}

async function control(service: ShopService, what: string): Promise<void> {
  const url = `${service.url}/control/warehouse/${what}`;
  const { status } = await fetch(url, { method: "POST" });
  expect(status).toBe(200);
}

const from = (source: string) => ({ status: 200, body: { source } });

describe("the sandbox's shop", () => {
  it("is healthy and takes orders from its warehouse", async () => {
    const shop = await start();
    expect(await get(shop, "/api/health")).toMatchObject({
      status: 200,
      body: { status: "ok", source: "warehouse" },
    });
    expect(await get(shop, "/api/orders")).toMatchObject(from("warehouse"));
    expect(await get(shop, "/api/breakers")).toEqual({
      status: 200,
      body: { breakers: { warehouse: { state: "closed" } } },
    });
  });

  it("goes on from memory while the warehouse is dead, opens its breaker, and finds the way back", async () => {
    const shop = await start();
    await control(shop, "kill");
    for (const _ of [1, 2, 3])
      expect(await get(shop, "/api/orders")).toEqual({
        status: 200,
        body: {
          source: "memory",
          stock: { keyboard: 12, lamp: 7, "standing desk": 3 },
        },
      });
    const isOpen = "/api/breakers/warehouse?state=open";
    expect(await get(shop, isOpen)).toMatchObject({ status: 200 });
    expect(shop.breaker()).toBe("open");
    expect(await get(shop, "/api/health")).toMatchObject(from("memory"));

    await control(shop, "restore");
    expect(await get(shop, "/api/orders")).toMatchObject(from("warehouse"));
    expect(await get(shop, isOpen)).toMatchObject({ status: 409 });
  });

  it("has no time limit for its warehouse: a slow one makes it unhealthy", async () => {
    const shop = await start();
    await control(shop, "slow");
    expect(await get(shop, "/api/health")).toMatchObject({
      status: 503,
      body: { status: "degraded", source: "warehouse" },
    });
    await control(shop, "restore");
    expect(await get(shop, "/api/health")).toMatchObject({ status: 200 });
    expect(shop.figures()).toEqual({ requests: 2, errors: 1 });
    const metrics = await fetch(`${shop.url}/metrics`);
    expect(await metrics.text()).toBe(
      'http_requests_total{status="200"} 1\nhttp_requests_total{status="503"} 1\ncircuit_breaker_state{service="warehouse"} 0\n',
    );
  });

  it("knows no other page, and counts a wrong one below /api/ as a request", async () => {
    const shop = await start();
    expect(await get(shop, "/api/nothing")).toMatchObject({ status: 404 });
    expect(await get(shop, "/")).toMatchObject({ status: 404 });
    expect(shop.figures()).toEqual({ requests: 1, errors: 0 });
  });

  it("ends with everything that waits in it", async () => {
    const shop = await start();
    await control(shop, "slow");
    const waiting = fetch(`${shop.url}/api/orders`).then(
      () => "answered",
      () => "ended",
    );
    await get(shop, "/api/breakers");
    await services.pop()?.stop();
    expect(await waiting).toBe("ended");
    await expect(fetch(shop.url)).rejects.toThrow("fetch failed");
  });
});

describe("the circuit breaker", () => {
  const settings = { failuresToOpen: 2, trialAfter: 60_000 };

  it("calls nobody while it is open, and one at a time once it may try again", async () => {
    let calls = 0;
    const { promise, reject } = Promise.withResolvers<string>();
    const breaker = createCircuitBreaker(() => {
      calls += 1;
      return promise;
    }, settings);
    reject(new Error("dead"));
    for (const _ of [1, 2, 3]) await breaker.run(() => "fallback");
    expect([calls, breaker.state()]).toEqual([2, "open"]);

    breaker.tryAgain();
    expect(breaker.state()).toBe("half-open");
    const answers = [1, 2].map(() => breaker.run(() => "fallback"));
    expect(await Promise.all(answers)).toEqual(["fallback", "fallback"]);
    expect([calls, breaker.state()]).toEqual([3, "open"]);
  });

  it("closes with the first call that is answered", async () => {
    const answers = ["dead", "dead", "alive", "dead"];
    const breaker = createCircuitBreaker(async () => {
      const answer = z.string().parse(answers.shift());
      if (answer === "dead") throw new Error(answer);
      return answer;
    }, settings);
    const run = () => breaker.run(() => "fallback");
    await run();
    await run();
    breaker.tryAgain();
    expect(await run()).toBe("alive");
    expect(breaker.state()).toBe("closed");
    expect(await run()).toBe("fallback");
    expect(breaker.state()).toBe("closed");
  });
});
