import { setTimeout as delay } from "node:timers/promises";
import type { GitHubWorld } from "../../sandbox/github/world.ts";
import type { KeptApp } from "./app.ts";
import type { Chance } from "./chance.ts";
import type { Mischief } from "./mischief.ts";

/** Counted from when every app is up again: how slow the machine is must not decide how much goes wrong. */
const LONGEST_PEACE_MS = 20_000;
const OUTAGE_MS = 5_000;
const HOUR_MS = 60 * 60_000;
/** From here on a halt counts for what was just going to be started. */
const HALTED_AFTER_MS = 3_000;
/** How long the app may still complain of an outage that is over. */
const AFTERMATH_MS = 5_000;

/** What happens to all histories of a world, at any moment. */
const KINDS = [
  "kill",
  "stop",
  "github-gone",
  "database-gone",
  "wrong-clock",
  "halt",
] as const;

type Disturbance = (typeof KINDS)[number];

export interface Disturbed {
  github: Pick<GitHubWorld, "as" | "inspect">;
  apps: readonly KeptApp[];
  mischief: Pick<Mischief, "gone">;
  chance: Chance;
  /** Absent where the database is in the app's own process. */
  database?: { gone(): Promise<void>; back(): Promise<void> };
  /** By how much the apps' clocks are wrong from now on. */
  skew: (ms: number) => void;
  /** Moves everybody's clock ahead. */
  passTime: (ms: number) => void;
  tell: (problem: string) => void;
}

/** One disturbance after the other, until it is ended. */
export interface Disturbances {
  counts: ReadonlyMap<Disturbance, number>;
  /** Whether the app has a reason to complain of its surroundings. */
  excuses(): boolean;
  /** Runs that a halt may have stopped. */
  halted: ReadonlySet<number>;
  end(): Promise<void>;
}

/** Where nothing happens but what the histories say. */
export const PEACE: Disturbances = {
  counts: new Map(),
  excuses: () => false,
  halted: new Set(),
  end: () => Promise.resolve(),
};

export function disturb(world: Disturbed): Disturbances {
  const { chance, database, apps } = world;
  const counts = new Map<Disturbance, number>();
  const halted = new Set<number>();
  const ending = new AbortController();
  let excusedUntil = 0;

  const outage = async (begin: () => unknown, finish: () => unknown) => {
    excusedUntil = Infinity;
    await begin();
    await delay(OUTAGE_MS);
    await finish();
    await Promise.all(apps.map((app) => app.ready()));
    excusedUntil = performance.now() + AFTERMATH_MS;
  };
  const acts: Record<Disturbance, () => Promise<void>> = {
    kill: () => chance.oneOf(both(apps)).kill(),
    stop: () => chance.oneOf(both(apps)).restart(),
    "github-gone": () =>
      outage(
        () => {
          world.mischief.gone = true;
          world.passTime(HOUR_MS / 2);
        },
        () => {
          world.passTime(HOUR_MS / 2);
          world.mischief.gone = false;
        },
      ),
    "database-gone": () =>
      outage(
        () => database?.gone(),
        () => database?.back(),
      ),
    "wrong-clock": () =>
      outage(
        () => world.skew(chance.oneOf([-HOUR_MS, HOUR_MS])),
        () => world.skew(0),
      ),
    halt: () => haltAll(world, halted),
  };
  const kinds = KINDS.filter((kind) => kind !== "database-gone" || database);
  const work = async () => {
    const { signal } = ending;
    for (;;) {
      await delay(chance.below(LONGEST_PEACE_MS), undefined, { signal });
      const kind = kinds[chance.below(kinds.length)] ?? "kill";
      await acts[kind]();
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      await Promise.all(apps.map((app) => app.ready()));
    }
  };
  const working = work().catch((error: unknown) => {
    if (!ending.signal.aborted)
      world.tell(`a disturbance failed: ${String(error)}`);
  });
  return {
    counts,
    halted,
    excuses: () => performance.now() < excusedUntil,
    async end() {
      ending.abort();
      await working;
    },
  };
}

/** Nina, who holds no role, halts; Ahmed, who holds one, resumes. Meanwhile nothing may be started. */
async function haltAll(
  { github, tell }: Disturbed,
  halted: Set<number>,
): Promise<void> {
  const runs = () => github.inspect.runs();
  const { number } = await github.as("nina").openIssue({
    title: "Chaos is halted",
    body: "The shop is slow.",
    labels: ["chaos-halt"],
  });
  await delay(HALTED_AFTER_MS);
  const known = new Set(runs().map(({ id }) => id));
  await delay(OUTAGE_MS);
  for (const { id, createdAt } of runs()) {
    halted.add(id);
    if (!known.has(id))
      tell(
        `run ${id} was started at ${createdAt.toISOString()} during halt ${number}`,
      );
  }
  await github.as("ahmed").closeIssue(number);
}

function both(apps: readonly KeptApp[]): [KeptApp, ...KeptApp[]] {
  const [first, ...others] = apps;
  if (!first) throw new TypeError("there is no app to disturb");
  return [first, ...others];
}
