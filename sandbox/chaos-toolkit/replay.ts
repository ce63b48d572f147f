/*
 * Stands in for `chaos` where Chaos Toolkit can't be had: `chaos run` writes the journal that was recorded from a real
 * run of the same experiment, with its times moved to now, and exits as that run did. Nothing is really broken. It takes
 * CHAOS_HOLD_SECONDS; interrupted in that time, it says that it was, as Chaos Toolkit does.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import * as z from "zod";

const JOURNALS = join(import.meta.dirname, "../journals");

const journalSchema = z.object({
  experiment: z.record(z.string(), z.unknown()),
  status: z.string(),
  deviated: z.boolean(),
  end: z.string(),
});

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    return await replay();
  } catch (error) {
    say(`replay: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function replay(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "journal-path": { type: "string", default: "./journal.json" },
      "rollback-strategy": { type: "string" },
      "log-file": { type: "string" },
      "no-log-file": { type: "boolean" },
      "no-version-check": { type: "boolean" },
      verbose: { type: "boolean" },
      version: { type: "boolean" },
    },
  });
  if (values.version === true) {
    say("a replay of recorded runs, no Chaos Toolkit");
    return 0;
  }
  const [command, experiment] = positionals;
  if (command !== "run" || experiment === undefined)
    throw new Error("only `chaos run <experiment>` can be replayed");

  const asked: unknown = JSON.parse(await readFile(experiment, "utf8"));
  const { recorded, journal } = await recordedRunOf(asked, experiment);
  await mkdir(dirname(values["journal-path"]), { recursive: true });
  const interrupted = await held(
    Number(process.env["CHAOS_HOLD_SECONDS"] ?? 0),
  );
  const written = moved(recorded, journal.end);
  await writeFile(
    values["journal-path"],
    interrupted
      ? JSON.stringify({ ...JSON.parse(written), status: "interrupted" })
      : written,
  );
  say(
    `Replaying the run of "${nameOf(experiment)}" that was recorded at ${journal.end}.`,
  );
  const status = interrupted ? "interrupted" : journal.status;
  say(`Experiment ended with status: ${status}`);
  // As Chaos Toolkit has it.
  return status !== "completed" || journal.deviated ? 1 : 0;
}

/** @returns whether it was interrupted before so many seconds had passed */
function held(seconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), seconds * 1_000);
    process.once("SIGINT", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/** By its content: a copy of an experiment runs as the experiment did. */
async function recordedRunOf(asked: unknown, path: string) {
  for (const file of await readdir(JOURNALS)) {
    const recorded = await readFile(join(JOURNALS, file), "utf8");
    const journal = journalSchema.parse(JSON.parse(recorded));
    const { dry: _, ...experiment } = journal.experiment;
    if (isDeepStrictEqual(asked, experiment)) return { recorded, journal };
  }
  throw new Error(
    `no run of ${nameOf(path)} was recorded with the content that it has now`,
  );
}

function nameOf(path: string): string {
  return basename(path, extname(path));
}

/** The journal with all its times moved by as much, so that it ends now. */
function moved(journal: string, end: string): string {
  const shift = Date.now() - Date.parse(end);
  return journal.replace(
    /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?\+00:00"/g,
    (_, seconds: string, fraction: string | undefined) => {
      const at = Date.parse(`${seconds}${fraction ?? ""}Z`) + shift;
      return `"${new Date(at).toISOString().replace("Z", "+00:00")}"`;
    },
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
