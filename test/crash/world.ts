import { openDatabase, type DatabasePlace } from "../../app/store/database.ts";
import { requestForm } from "../../core/request/form.ts";
import { clockOffset, setClock } from "../../sandbox/clock.ts";
import { eventually } from "../../sandbox/eventually.ts";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { type KeptApp, keepApp } from "./app.ts";
import type { Chance } from "./chance.ts";
import {
  PEACE,
  disturb,
  type Disturbances,
  type Disturbed,
} from "./disturbances.ts";
import { EXPERIMENT } from "./experiment.ts";
import { historyOf, type History } from "./history.ts";
import { APP_ID, startLocalGitHub, WEBHOOK_SECRET } from "./local-github.ts";
import { createMischief } from "./mischief.ts";
import { live } from "./people.ts";
import { carryPost, type Post } from "./post.ts";
import { brokenOnGitHub } from "./promises.ts";
import { serveRuns } from "./runner.ts";
import { checkTrail } from "./trail.ts";

/** The clock runs that much faster than usual, in steps. */
const STEP_MS = 500;
const STEP_AHEAD_MS = 10_000;
/** Every so many steps it jumps ahead, as where a machine was asleep. (emulate counts requests by the hour, too.) */
const STEPS_TO_JUMP = 40;
const JUMP_AHEAD_MS = 61 * 60_000;
/** How long the app may take to come to rest after the last that people do, without any webhook. */
const HEALING_MS = 300_000;

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
  disturbances: Disturbances["counts"];
  /** Ends the app in good order, and adds to the outcomes what is missing of what it should have left behind. */
  end(outcomes: readonly Outcome[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrashWorld(options: {
  place: Exclude<DatabasePlace, { memory: true }>;
  /** Where modules that were compiled once are kept. */
  compiled: string;
  /** Absent where the database is the app's own. */
  database?: NonNullable<Disturbed["database"]>;
  processes: 1 | 2;
  /** Whether all of it is disturbed at random moments, too. */
  outages: boolean;
  chance: Chance;
  tell: (problem: string) => void;
}): Promise<CrashWorld> {
  const { place, processes, chance } = options;
  const surroundings: Pick<Disturbances, "excuses">[] = [];
  const tell = (problem: string) => {
    if (!surroundings.some((known) => known.excuses())) options.tell(problem);
  };
  const github = await startLocalGitHub();
  const settings = {
    APP_ID: String(APP_ID),
    PRIVATE_KEY: github.privateKey,
    WEBHOOK_SECRET,
    NODE_COMPILE_CACHE: options.compiled,
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
    return mischief.gone || (issue !== undefined && left.has(issue));
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
  let skew = 0;
  const passTime = (ms: number) => {
    setClock(clockOffset() + ms);
    for (const app of apps.values()) app.followClock(skew);
  };
  const clock = setInterval(() => {
    steps += 1;
    passTime(steps % STEPS_TO_JUMP === 0 ? JUMP_AHEAD_MS : STEP_AHEAD_MS);
  }, STEP_MS);
  const disturbed = options.outages
    ? disturb({
        ...options,
        github,
        apps: [...apps.values()],
        mischief,
        skew: (ms) => void (skew = ms),
        passTime,
      })
    : PEACE;
  surroundings.push(disturbed);

  return {
    post: post.counts,
    disturbances: disturbed.counts,
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
          return rest(github, issue, history, (run) =>
            disturbed.halted.has(run),
          );
        })
        .catch((error: unknown) => [String(error)]);
      return { history, issue, died, broken };
    },
    async end(outcomes) {
      await disturbed.end();
      clearInterval(clock);
      for (const app of apps.values()) {
        await app.ready();
        await app.stop();
      }
      const database = await openDatabase(place);
      try {
        const wrong = await checkTrail(database, github, outcomes);
        wrong.forEach(options.tell);
      } finally {
        await database.close();
      }
    },
    async stop() {
      await disturbed.end();
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
  mayBeHalted: (run: number) => boolean,
): Promise<string[]> {
  let broken: string[] = [];
  await eventually(
    "every promise held",
    async () => {
      broken = await brokenOnGitHub(github, issue, fate, mayBeHalted);
      return broken.length === 0 ? true : undefined;
    },
    { withinMs: HEALING_MS, everyMs: 1_000 },
  ).catch((error: unknown) => {
    if (broken.length === 0) broken = [String(error)];
  });
  return broken;
}
