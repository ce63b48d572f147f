import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { openDatabase, type DatabasePlace } from "../../app/store/database.ts";
import { createStore } from "../../app/store/sql-store.ts";
import { requestForm } from "../../core/request/form.ts";
import { clockOffset, setClock } from "../../sandbox/clock.ts";
import { eventually } from "../../sandbox/eventually.ts";
import { type GitHubWorld, startGitHub } from "../../sandbox/github/world.ts";
import { ORGANISATION, PEOPLE, REPOSITORY } from "../../sandbox/people.ts";
import { experiment } from "../app/reconciler/world.ts";
import { type KeptApp, keepApp } from "./app.ts";
import type { Chance } from "./chance.ts";
import { historyOf, type History } from "./history.ts";
import { createMischief } from "./mischief.ts";
import { live } from "./people.ts";
import { carryPost, type Post } from "./post.ts";
import { brokenOnGitHub, brokenTrail } from "./promises.ts";
import { serveRuns } from "./runner.ts";

const ROOT = join(import.meta.dirname, "../..");
const APP_ID = 4_711;
const WEBHOOK_SECRET = "the crash test's webhook secret";
const EXPERIMENT = "shop";
const WORKFLOW = ".github/workflows/chaos-tests.yml";

const POLICY = `
version: 1
roles:
  incident-commander: { primary: ahmed, secondary: sarah }
  backend-lead: { primary: mike, secondary: lisa }
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [incident-commander, backend-lead] }
`;

/** The clock runs that much faster than usual, in steps. */
const STEP_MS = 500;
const STEP_AHEAD_MS = 10_000;
/** Every so many steps it jumps ahead, as where a machine was asleep. (emulate counts requests by the hour, too.) */
const STEPS_TO_JUMP = 40;
const JUMP_AHEAD_MS = 61 * 60_000;
/** How long the app may take to come to rest after the last that people do, without any webhook. */
const HEALING_MS = 180_000;

const manifest = z.object({
  default_permissions: z.record(z.string(), z.enum(["read", "write"])),
  default_events: z.array(z.string()),
});

/** What came of a history. */
export interface Outcome {
  history: History;
  issue: number;
  /** Where the process died, as in `before issues/create-comment`. */
  died: string[];
  broken: string[];
}

/** A local GitHub, the app in processes of its own, and everything that goes wrong between them. */
export interface CrashWorld {
  /** Lets one history happen, to its end; several may happen at once. */
  run(seed: number): Promise<Outcome>;
  post: Post["counts"];
  /** Ends the app in good order, and adds to the outcomes what is missing of what it should have left behind. */
  end(outcomes: readonly Outcome[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrashWorld(options: {
  place: Exclude<DatabasePlace, { memory: true }>;
  processes: 1 | 2;
  chance: Chance;
  tell: (problem: string) => void;
}): Promise<CrashWorld> {
  const { place, processes, chance, tell } = options;
  const github = await startLocalGitHub();
  const settings = {
    APP_ID: String(APP_ID),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET,
    ...("url" in place
      ? { DATABASE_URL: place.url }
      : { DATA_FOLDER: place.folder }),
  };
  // Which of two processes asks is seen by the name that it has for the same machine.
  const addresses = [
    github.apiUrl,
    github.apiUrl.replace("127.0.0.1", "localhost"),
  ].slice(0, processes);
  const apps = new Map<string, KeptApp>();
  for (const address of addresses)
    apps.set(
      new URL(address).host,
      await keepApp({ ...settings, GITHUB_API_URL: address }, tell),
    );
  const mischief = createMischief(apps, chance, github.inspect);
  github.intercept(mischief.intercept);
  const histories = new Map<number, History>();
  const left = new Set<number>();
  const [first = "", ...others] = [...apps.values()].map(
    ({ webhookUrl }) => webhookUrl,
  );
  const post = await carryPost([first, ...others], chance, (body) => {
    const issue = mischief.issueOfWebhook(body);
    return issue !== undefined && left.has(issue);
  });
  serveRuns(github, ({ inputs }) => {
    const fate = histories.get(Number(inputs["request"]))?.fate;
    return {
      outcome: fate === "deviated" ? "deviated" : "held",
      lastsMs: fate === "stopped" ? HEALING_MS : chance.below(500),
    };
  });
  await Promise.all([...apps.values()].map((app) => app.ready()));
  github.webhooks.url = post.url;
  let steps = 0;
  const clock = setInterval(() => {
    steps += 1;
    const jumps = steps % STEPS_TO_JUMP === 0;
    setClock(clockOffset() + (jumps ? JUMP_AHEAD_MS : STEP_AHEAD_MS));
    for (const app of apps.values()) app.followClock();
  }, STEP_MS);

  return {
    post: post.counts,
    async run(seed) {
      const history = historyOf(seed);
      const { number: issue } = await github.as("john").openIssue({
        title: `Chaos experiment: ${EXPERIMENT} in production`,
        body: requestForm({
          experiment: EXPERIMENT,
          environment: "production",
          reason: `History ${seed}.`,
        }),
        labels: ["chaos-request"],
      });
      histories.set(issue, history);
      const died = mischief.plan(issue, history);
      const broken = await live(github, issue, history)
        .then(async () => {
          // From here on nobody tells the app anything of it.
          left.add(issue);
          return rest(github, issue, history);
        })
        .catch((error: unknown) => [String(error)]);
      return { history, issue, died, broken };
    },
    async end(outcomes) {
      clearInterval(clock);
      for (const app of apps.values()) {
        await app.ready();
        await app.stop();
      }
      const database = await openDatabase(place);
      try {
        const store = createStore(database.kysely);
        const repository = { owner: ORGANISATION, repo: REPOSITORY };
        for (const { issue, history, broken } of outcomes)
          broken.push(
            ...brokenTrail(
              await store.auditOf(repository, `issue:${issue}`),
              await eventually("its comments", () =>
                github.inspect.comments(issue),
              ),
              history.fate,
            ),
          );
      } finally {
        await database.close();
      }
    },
    async stop() {
      clearInterval(clock);
      for (const app of apps.values()) await app.stop();
      await post.close();
      await github.stop();
    },
  };
}

/** Waits until nothing is broken any more; what still is in the end stays so. */
async function rest(
  github: GitHubWorld,
  issue: number,
  { fate }: History,
): Promise<string[]> {
  let broken: string[] = [];
  await eventually(
    "every promise held",
    async () => {
      broken = await brokenOnGitHub(github, issue, fate);
      return broken.length === 0 ? true : undefined;
    },
    { withinMs: HEALING_MS, everyMs: 1_000 },
  ).catch((error: unknown) => {
    if (broken.length === 0) broken = [String(error)];
  });
  return broken;
}

const read = (path: string) => readFile(join(ROOT, path), "utf8");

async function startLocalGitHub(): Promise<GitHubWorld> {
  const { default_permissions: permissions, default_events: events } =
    manifest.parse(JSON.parse(await read("docs/app-manifest.json")));
  return startGitHub({
    organisation: ORGANISATION,
    people: [...PEOPLE],
    teams: [],
    repository: {
      name: REPOSITORY,
      defaultBranch: "main",
      files: {
        [`experiments/${EXPERIMENT}.json`]: experiment(),
        ".github/chaos-governor.yml": POLICY,
        [WORKFLOW]: await read(WORKFLOW),
      },
    },
    app: {
      id: APP_ID,
      slug: "chaos-governor",
      webhookSecret: WEBHOOK_SECRET,
      permissions,
      events,
    },
  });
}
