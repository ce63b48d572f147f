import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { FAILINGS, ROUND } from "./history.ts";
import { hasPostgres } from "./new-database.ts";
import { runSeries, type Base, type SeriesResult } from "./series.ts";
import type { Outcome } from "./world.ts";

/*
 * `npm run crash`: histories of requests in which the app's process is killed and nearly everything else fails.
 *
 *   --histories 200   how many, two of three on Postgres (TEST_DATABASE_URL), the others on the embedded database
 *   --first 1         the first seed; the others follow it
 *   --seed 17         only this history, on the database that it had
 *   --outages         and at random moments somebody kills, stops or halts, or GitHub, the database or the clock fails
 *   --at-once 16      how many happen at the same time on each database
 */

const { values } = parseArgs({
  options: {
    histories: { type: "string", default: "200" },
    first: { type: "string", default: "1" },
    seed: { type: "string" },
    "at-once": { type: "string", default: "16" },
    outages: { type: "boolean", default: false },
    on: { type: "string" },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Whole rounds, so that each database meets every fate. A start on the embedded database takes four times as long. */
const baseOf = (seed: number): Base =>
  hasPostgres && Math.floor(seed / ROUND) % 3 !== 0 ? "postgres" : "embedded";

const first = Number(values.seed ?? values.first);
const count = values.seed === undefined ? Number(values.histories) : 1;
const seeds = Array.from({ length: count }, (_, index) => first + index);
// Nothing that is left behind, such as a kept connection, keeps it from ending.
process.exit(values.on === undefined ? await everywhere() : await here());

/** Each database has a process of its own: a local GitHub and its clock fill one. */
async function everywhere(): Promise<number> {
  if (!hasPostgres) {
    say(
      "skipped: Postgres not found (TEST_DATABASE_URL); all histories are on the embedded database",
    );
    if (process.env["CHAOS_GOVERNOR_ALL_PARTS"] === "1") return 1;
  }
  const begun = performance.now();
  const bases = [...new Set(seeds.map(baseOf))];
  const codes = await Promise.all(
    bases.map(async (base) => {
      const child = fork(import.meta.filename, [
        ...process.argv.slice(2),
        "--on",
        base,
      ]);
      const [code] = await once(child, "exit");
      return Number(code ?? 1);
    }),
  );
  say(
    `\nAll of it: ${seeds.length} histories in ${Math.round((performance.now() - begun) / 1_000)} s`,
  );
  return Math.max(...codes);
}

async function here(): Promise<number> {
  const base: Base = values.on === "postgres" ? "postgres" : "embedded";
  const own = seeds.filter((seed) => baseOf(seed) === base);
  let done = 0;
  const begun = performance.now();
  const result = await runSeries({
    base,
    seeds: own,
    atOnce: Number(values["at-once"]),
    outages: values.outages,
    progress: (outcome) => {
      done += 1;
      say(`${base} ${done}/${own.length}: ${describe(outcome)}`);
    },
  });
  return report(base, result, performance.now() - begun);
}

function describe({ history, died, broken }: Outcome): string {
  const { seed, fate, failings } = history;
  return [
    `seed ${seed}, ${fate}`,
    died.length === 0 ? "" : `, died ${died.join(", ")}`,
    failings.size === 0 ? "" : `, GitHub: ${[...failings.values()].join(", ")}`,
    broken.length === 0 ? "" : ` ✗ ${broken.join("; ")}`,
  ].join("");
}

function report(
  base: Base,
  { outcomes, problems, post, disturbances }: SeriesResult,
  ms: number,
): number {
  const failed = outcomes.filter(({ broken }) => broken.length > 0);
  const deaths = outcomes.flatMap(({ died }) => died);
  const failings = outcomes.flatMap(({ history }) => [
    ...history.failings.values(),
  ]);
  say(
    `\n${base}: ${outcomes.length} histories in ${Math.round(ms / 1_000)} s, ${failed.length} failed; ` +
      `${deaths.length} deaths at ${new Set(deaths).size} boundaries (${[...new Set(deaths)].toSorted().join(", ")}); ` +
      (disturbances.size === 0
        ? ""
        : `at random: ${[...disturbances].map(([kind, times]) => `${times} ${kind}`).join(", ")}; `) +
      `webhooks: ${post.delivered} delivered, ${post.dropped} lost, ${post.doubled} doubled; ` +
      `GitHub's failings: ${FAILINGS.map((kind) => `${failings.filter((one) => one === kind).length} ${kind}`).join(", ")}`,
  );
  for (const problem of problems) say(`  the app: ${problem}`);
  for (const outcome of failed) {
    say(`  ✗ ${describe(outcome)}`);
    say(
      `    again: npm run crash -- --seed ${outcome.history.seed}${values.outages ? " --outages" : ""}`,
    );
  }
  return failed.length + problems.length > 0 ? 1 : 0;
}
