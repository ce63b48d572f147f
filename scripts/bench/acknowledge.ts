import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendAsFastAsPossible, sendSteadily } from "../load/load.ts";
import { newDatabase } from "../load/new-database.ts";
import { silentServer } from "../load/silent-server.ts";
import { startProcess, type Started } from "../load/started.ts";
import { webhookMaker } from "../load/webhook.ts";
import type { Missing, Speed } from "./comparison.ts";

const ROUNDS = 5;
const ROUND_MS = 1_000;
const WARM_UP_MS = 300;
const STEADY_MS = 5_000;

/** How many times as many Probot alone acknowledges, at least; and in how long ours answer, at most. */
const BOUNDS = { Postgres: 0.8, "the embedded database": 0.5 };
const P99_MS = 100;

type Kind = keyof typeof BOUNDS;
const KINDS: Kind[] = ["Postgres", "the embedded database"];

/**
 * Durable acknowledgements a second beside those of Probot, which does nothing; each webhook names another issue, so each
 * is a row. GitHub doesn't answer meanwhile: what is measured is the acknowledging alone.
 */
export async function benchAcknowledge(): Promise<(Speed | Missing)[]> {
  const github = await silentServer();
  try {
    const rates = await ratesOf(github.url);
    const alone = rates.get("Probot") ?? Number.NaN;
    const found: (Speed | Missing)[] = [];
    for (const kind of KINDS) {
      const rate = rates.get(kind);
      if (rate === undefined)
        found.push({ name: "acknowledgements", missing: kind });
      // oxlint-disable-next-line no-await-in-loop -- one at a time
      else
        found.push(
          beside(kind, rate, alone),
          await steady(kind, rate, github.url),
        );
    }
    return found;
  } finally {
    github.close();
  }
}

/** How many each acknowledges in a second, as fast as it can. */
async function ratesOf(github: string): Promise<Map<Kind | "Probot", number>> {
  const apps = new Map<Kind | "Probot", Started>();
  apps.set("Probot", await startProcess("scripts/load/probot-alone.ts"));
  for (const kind of KINDS) {
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const app = await startApp(kind, github);
    if (app) apps.set(kind, app);
  }
  const next = newIssues();
  const rates = new Map<Kind | "Probot", number[]>();
  for (let round = 0; round <= ROUNDS; round++)
    for (const [kind, { url }] of apps) {
      // oxlint-disable-next-line no-await-in-loop -- in turns, so that all meet the same machine
      const rate = await sendAsFastAsPossible(url, next, ROUND_MS);
      // The first round only warms up.
      if (round > 0) rates.set(kind, [...(rates.get(kind) ?? []), rate]);
    }
  await Promise.all([...apps.values()].map((app) => app.stop()));
  return new Map(
    [...rates].map(([kind, values]) => [kind, quantile(values, 0.5)]),
  );
}

function beside(kind: Kind, rate: number, alone: number): Speed {
  return {
    name: `durable acknowledgements on ${kind}`,
    figure: `${(rate / alone).toFixed(2)} of what Probot alone acknowledges; ${rate.toFixed(0)} beside ${alone.toFixed(0)} a second`,
    wanted: `at least ${String(BOUNDS[kind])}`,
    isMet: rate / alone >= BOUNDS[kind],
  };
}

/** On an app of its own, so that nothing is left over from before. */
async function steady(
  kind: Kind,
  rate: number,
  github: string,
): Promise<Speed | Missing> {
  const name = `an acknowledgement on ${kind} at half that load, p99`;
  const app = await startApp(kind, github);
  if (!app) return { name, missing: kind };
  const next = newIssues();
  await sendAsFastAsPossible(app.url, next, WARM_UP_MS);
  const took = await sendSteadily(app.url, next, {
    perSecond: rate / 2,
    ms: STEADY_MS,
  });
  await app.stop();
  const p99 = quantile(took, 0.99);
  return {
    name,
    figure: `${p99.toFixed(1)} ms`,
    wanted: `at most ${String(P99_MS)} ms`,
    isMet: p99 <= P99_MS,
  };
}

/** @returns `undefined` where there is no such database */
async function startApp(
  kind: Kind,
  github: string,
): Promise<Started | undefined> {
  const database = kind === "Postgres" ? await newDatabase() : undefined;
  if (kind === "Postgres" && !database) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "bench-acknowledge-"));
  const app = await startProcess("app/main.ts", {
    GITHUB_API_URL: github,
    ...(database ? { DATABASE_URL: database.url } : { DATA_FOLDER: folder }),
  });
  return {
    ...app,
    stop: async () => {
      await app.stop();
      await database?.drop();
      await rm(folder, { recursive: true });
    },
  };
}

function newIssues(): () => Buffer {
  const make = webhookMaker();
  let issue = 0;
  return () => make((issue += 1));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
