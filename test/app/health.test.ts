import { expect, it } from "vitest";
import { healthHandler, type Vitals } from "../../app/health.ts";
import { createPulse } from "../../app/pulse.ts";
import { EVERYTHING } from "../../app/reconciler/key.ts";
import { answerOf } from "./answer-of.ts";

const MINUTE_MS = 60_000;

const WELL: Vitals = {
  ping: () => Promise.resolve(),
  backlog: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
  pulse: { idleMs: () => 0 },
  contact: { isRefused: false, silentMs: 0 },
};
const ALIVE = { code: 200, body: { status: "alive" } };

async function get(path: string, changed: Partial<Vitals> = {}) {
  const handler = healthHandler({ ...WELL, ...changed }, 50);
  const { code, body } = await answerOf(handler, path);
  return { code, body };
}

const ill = () => Promise.reject(new Error("connection refused"));
const silent = () => new Promise<never>(() => undefined);
const backlog = () => Promise.resolve({ waiting: 3, oldestSeconds: 700 });
const idle = { idleMs: () => 11 * MINUTE_MS };

it("is alive whatever the database and GitHub do", async () => {
  const contact = { isRefused: true, silentMs: 99 * MINUTE_MS };
  expect(await get("/healthz", { ping: ill, contact })).toEqual(ALIVE);
});

it("is not alive where something waits for long and nothing was looked at", async () => {
  expect(await get("/healthz", { pulse: idle, backlog })).toEqual({
    code: 503,
    body: {
      status: "nothing was looked at for ten minutes, although something waits",
    },
  });
  expect(await get("/healthz", { backlog })).toEqual(ALIVE);
});

it.each([
  ["nothing waits", WELL.backlog],
  [
    "something waits since just now",
    () => Promise.resolve({ waiting: 3, oldestSeconds: 5 }),
  ],
  ["the database refuses to say", ill],
  ["the database is silent", silent],
])("is alive after an idle time where %s", async (_, found) => {
  expect(await get("/healthz", { pulse: idle, backlog: found })).toEqual(ALIVE);
});

it("is ready while the database answers and GitHub did lately", async () => {
  const contact = { isRefused: false, silentMs: 14 * MINUTE_MS };
  expect(await get("/readyz", { contact })).toEqual({
    code: 200,
    body: { status: "ready" },
  });
});

it.each([
  ["the database refuses", { ping: ill }, "the database does not answer"],
  ["the database is silent", { ping: silent }, "the database does not answer"],
  [
    "GitHub refuses the App",
    { contact: { isRefused: true, silentMs: 0 } },
    "GitHub refuses the App's credentials",
  ],
  [
    "GitHub is silent",
    { contact: { isRefused: false, silentMs: 16 * MINUTE_MS } },
    "GitHub has not answered for 15 minutes",
  ],
] as const)("is not ready while %s", async (_, changed, status) => {
  expect(await get("/readyz", changed)).toEqual({
    code: 503,
    body: { status },
  });
});

it("leaves everything else to others", async () => {
  expect((await get("/")).code).toBe(418);
});

it("knows how long it has been idle by looks that ended, well or not", async () => {
  let now = 0;
  const pulse = createPulse(() => now);
  now = 100;
  expect(pulse.idleMs()).toBe(100);
  await pulse.heard(() => Promise.resolve())(EVERYTHING, "start");
  expect(pulse.idleMs()).toBe(0);
  now = 150;
  const failing = pulse.heard(ill)(EVERYTHING, "start");
  await expect(failing).rejects.toThrow("connection refused");
  expect(pulse.idleMs()).toBe(0);
  expect(pulse.looks).toEqual({ done: 1, failed: 1 });
});
