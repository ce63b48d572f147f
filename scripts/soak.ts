import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { emptyGitHub, type EmptyGitHub } from "./load/empty-github.ts";
import { sendSteadily } from "./load/load.ts";
import { newDatabase } from "./load/new-database.ts";
import { startProcess } from "./load/started.ts";
import { webhookMaker } from "./load/webhook.ts";

/*
 * Sends the app 200 webhooks a second for ten minutes, or as long as --minutes says, and looks whether its memory stays
 * as it is and whether anything was lost. On the Postgres of TEST_DATABASE_URL, or with --embedded on the embedded database.
 * Ends with 1 where it does not hold.
 */

const PER_SECOND = 200;
const ISSUES = 100;
const SAMPLE_MS = 1_000;
/** What the memory may grow from the second third to the last. */
const GROWTH = 1.1;
const PAGE_BYTES = 4_096;
const MEGABYTE = 1_048_576;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    embedded: { type: "boolean", default: false },
  },
});
process.exitCode = (await soak(Number(values.minutes) * 60_000)) ? 0 : 1;

async function soak(ms: number): Promise<boolean> {
  const database = values.embedded ? undefined : await newDatabase();
  const folder = await mkdtemp(join(tmpdir(), "soak-"));
  const github = await emptyGitHub();
  const app = await startProcess("app/main.ts", {
    GITHUB_API_URL: github.url,
    LOG_LEVEL: "info",
    ...(database ? { DATABASE_URL: database.url } : { DATA_FOLDER: folder }),
  });
  try {
    const make = webhookMaker();
    const sent = new Map<number, number>();
    let count = 0;
    const next = () => {
      const issue = (count++ % ISSUES) + 1;
      sent.set(issue, performance.now());
      return make(issue);
    };
    const memory = watchMemory(app.pid);
    const took = await sendSteadily(app.url, next, {
      perSecond: PER_SECOND,
      ms,
    });
    const sizes = memory.stop();
    const lost = await lostAmong(sent, github);
    const [, second, last] = thirds(sizes).map(mean);
    const growth = (last ?? Number.NaN) / (second ?? Number.NaN);
    const p99 = took.toSorted((one, other) => one - other)[
      Math.floor(took.length * 0.99)
    ];
    process.stdout.write(
      `${database ? "PostgreSQL" : "The embedded database"}, ${String(ms / 60_000)} minutes: ${String(took.length)} webhooks ` +
        `acknowledged, p99 ${p99?.toFixed(0) ?? "?"} ms; ${String(github.looks())} looks; ${String(lost)} lost; memory in thirds ` +
        `${thirds(sizes)
          .map((third) => `${(mean(third) / MEGABYTE).toFixed(0)} MB`)
          .join(
            ", ",
          )}: the last ${growth.toFixed(2)} of the second (at most ${String(GROWTH)})\n`,
    );
    return lost === 0 && growth <= GROWTH;
  } finally {
    await app.stop();
    github.close();
    await database?.drop();
    await rm(folder, { recursive: true });
  }
}

/** How many issues were not looked at since their last webhook was sent; waits until there are none, a minute at most. */
async function lostAmong(
  sent: ReadonlyMap<number, number>,
  github: EmptyGitHub,
): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const lost = [...sent].filter(
      ([issue, at]) => (github.asked.get(issue) ?? 0) < at,
    ).length;
    if (lost === 0 || performance.now() - begun > 60_000) return lost;
    // oxlint-disable-next-line no-await-in-loop -- until it has caught up
    await delay(200);
  }
}

function watchMemory(pid: number): { stop: () => number[] } {
  const sizes: number[] = [];
  const timer = setInterval(() => {
    void readFile(`/proc/${String(pid)}/statm`, "utf8").then((text) =>
      sizes.push(Number(text.split(" ")[1]) * PAGE_BYTES),
    );
  }, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return sizes;
    },
  };
}

function thirds(sizes: readonly number[]): number[][] {
  const third = Math.floor(sizes.length / 3);
  return [0, 1, 2].map((part) => sizes.slice(part * third, (part + 1) * third));
}

function mean(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}
