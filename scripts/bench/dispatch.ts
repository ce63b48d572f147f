import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { requestForm } from "../../core/request/form.ts";
import { openConnection } from "../load/connection.ts";
import { newDatabase } from "../load/new-database.ts";
import { quickGitHub, type QuickGitHub } from "../load/quick-github.ts";
import { startProcess } from "../load/started.ts";
import { webhookMaker } from "../load/webhook.ts";
import type { Missing, Speed } from "./comparison.ts";

const REQUESTS = 20;
const WARM_UP = 10;
const MEDIAN_MS = 150;
const QUIET_MS = 200;
const ROOT = join(import.meta.dirname, "../..");
const EXPERIMENT = "experiments/sandbox-slow-dependency.json";
const POLICY = `version: 1
roles:
  backend-lead: { primary: sarah }
  devops-lead: { primary: mike }
experiments: { paths: [experiments/*.json] }
environments:
  sandbox:
    workflow: chaos-tests.yml
    hosts: [127.0.0.1]
    gates:
      approvals: { roles: [backend-lead, devops-lead], distinct_people: true, self_approval: false }
      concurrency: { max: 1, cooldown: 30m }
`;

/**
 * From the webhook of the last approval to the request that starts the workflow, through the app's own process, while
 * GitHub answers at once. Each request is in an installation of its own, as approvals are rarely many at a time.
 */
export async function benchDispatch(): Promise<(Speed | Missing)[]> {
  const postgres = await newDatabase();
  const embedded = await timesOn("the embedded database");
  if (!postgres)
    return [
      embedded,
      { name: "from the last approval to the start", missing: "Postgres" },
    ];
  const server = await timesOn("Postgres", postgres.url);
  await postgres.drop();
  return [server, embedded];
}

async function timesOn(kind: string, database?: string): Promise<Speed> {
  const github = await quickGitHub({
    files: {
      ".github/chaos-governor.yml": POLICY,
      [EXPERIMENT]: await readFile(join(ROOT, EXPERIMENT), "utf8"),
    },
    request: requestForm({
      experiment: "sandbox-slow-dependency",
      environment: "sandbox",
      reason: "To know.",
    }),
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-dispatch-"));
  const app = await startProcess("app/main.ts", {
    GITHUB_API_URL: github.url,
    ...(database === undefined
      ? { DATA_FOLDER: folder }
      : { DATABASE_URL: database }),
  });
  const times = await timesOf(app.url, github);
  await app.stop();
  github.close();
  await rm(folder, { recursive: true });
  const median = times.toSorted((one, other) => one - other)[
    Math.floor(times.length / 2)
  ];
  return {
    name: `from the last approval's webhook to the start on ${kind}, median of ${String(times.length)}`,
    figure: `${median?.toFixed(0) ?? "?"} ms`,
    wanted: `at most ${String(MEDIAN_MS)} ms`,
    isMet: median !== undefined && median <= MEDIAN_MS,
  };
}

async function timesOf(url: string, github: QuickGitHub): Promise<number[]> {
  const approvals = await Promise.all(
    Array.from({ length: REQUESTS + WARM_UP }, (_, index) =>
      readyToApprove(url, github, index + 1),
    ),
  );
  const times: number[] = [];
  // oxlint-disable-next-line no-await-in-loop -- one at a time
  for (const approve of approvals) times.push(await approve());
  return times.slice(WARM_UP);
}

/** A request that lacks one approval. @returns gives it, and says how long it took until the workflow was started */
async function readyToApprove(
  url: string,
  github: QuickGitHub,
  installation: number,
): Promise<() => Promise<number>> {
  const owner = `acme-${String(installation)}`;
  const webhook = webhookMaker({ installation, owner });
  const tell = async () => {
    const connection = await openConnection(url);
    await connection.send(webhook(1));
    connection.close();
  };
  await tell();
  await untilQuiet(github, owner);
  github.say(owner, "sarah", "/chaos approve");
  await tell();
  await untilQuiet(github, owner);
  return async () => {
    const said = untilQuiet(github, owner);
    github.say(owner, "mike", "/chaos approve");
    const begun = performance.now();
    await tell();
    const at = await github.dispatchedAt(owner);
    await said;
    return at - begun;
  };
}

/** Until the app has said something, and says nothing more. */
async function untilQuiet(github: QuickGitHub, owner: string): Promise<void> {
  const before = github.changes(owner);
  let last = before;
  let since = performance.now();
  while (last === before || performance.now() - since < QUIET_MS) {
    // oxlint-disable-next-line no-await-in-loop -- until it is so
    await delay(20);
    if (github.changes(owner) === last) continue;
    last = github.changes(owner);
    since = performance.now();
  }
}
