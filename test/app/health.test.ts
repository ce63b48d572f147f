import { expect, it } from "vitest";
import { healthHandler } from "../../app/health.ts";
import { answerOf } from "./answer-of.ts";

async function get(path: string, ping: () => Promise<void>) {
  const { code, body } = await answerOf(healthHandler(ping, 50), path);
  return { code, body };
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
