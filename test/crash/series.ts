import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chance } from "./chance.ts";
import { newDatabase } from "./new-database.ts";
import { startCrashWorld, type Outcome } from "./world.ts";

/** On which database histories happen. */
export type Base = "postgres" | "embedded";

export interface Series {
  base: Base;
  seeds: readonly number[];
  /** How many histories happen at the same time. */
  atOnce: number;
  /** Whether there are kills, outages and halts at random moments, too. */
  outages: boolean;
  /** Is told of each history that has come to its end. */
  progress: (outcome: Outcome) => void;
}

export interface SeriesResult {
  outcomes: Outcome[];
  /** What is wrong with the app besides its promises, such as an error in its log. */
  problems: string[];
  disturbances: ReadonlyMap<string, number>;
  post: { delivered: number; dropped: number; doubled: number };
}

/** Lets histories happen in one world. On Postgres two processes of the app are at work, on PGlite one. */
export async function runSeries(series: Series): Promise<SeriesResult> {
  const { base, seeds, atOnce, outages, progress } = series;
  const folder = await mkdtemp(join(tmpdir(), "chaos-governor-crash-"));
  const database = base === "postgres" ? await newDatabase() : undefined;
  const problems: string[] = [];
  const outcomes: Outcome[] = [];
  try {
    const world = await startCrashWorld({
      place: database
        ? { url: database.url }
        : { folder: join(folder, "data") },
      compiled: join(folder, "compiled"),
      ...(database && { database }),
      outages,
      processes: base === "postgres" ? 2 : 1,
      chance: chance(seeds[0] ?? 0),
      tell: (problem) => void problems.push(problem),
    });
    try {
      const waiting = [...seeds];
      const takeTurns = async () => {
        for (
          let seed = waiting.shift();
          seed !== undefined;
          seed = waiting.shift()
        ) {
          const outcome = await world.run(seed);
          outcomes.push(outcome);
          progress(outcome);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, takeTurns));
      await world.end(outcomes);
    } finally {
      await world.stop();
    }
    const { post, disturbances } = world;
    return { outcomes, problems, post, disturbances };
  } finally {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  }
}
