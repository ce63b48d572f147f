import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, expect, it } from "vitest";
import { healthHandler } from "../../app/health.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function get(path: string, ping: () => Promise<void>) {
  const handler = healthHandler(ping, 50);
  const server = createServer((request, response) => {
    void handler(request, response).then((handled) => {
      if (!handled) response.writeHead(418).end("{}");
      return handled;
    });
  });
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
  return { code: response.status, body: await response.json() };
}

const well = () => Promise.resolve();
const ill = () => Promise.reject(new Error("connection refused"));

it("is alive as long as it answers, whatever the database does", async () => {
  expect(await get("/healthz", ill)).toEqual({
    code: 200,
    body: { status: "alive" },
  });
});

it("is ready while the database answers", async () => {
  expect(await get("/readyz", well)).toEqual({
    code: 200,
    body: { status: "ready" },
  });
});

it.each([
  ["refuses", ill],
  ["is silent", () => new Promise<void>(() => undefined)],
])("is not ready while the database %s", async (_, ping) => {
  expect(await get("/readyz", ping)).toEqual({
    code: 503,
    body: { status: "the database does not answer" },
  });
});

it("leaves everything else to others", async () => {
  expect((await get("/", well)).code).toBe(418);
});
