import { delimiter, join, resolve } from "node:path";
import { type Environment, run } from "./command.ts";
import { makeCommandFolder } from "./command-folder.ts";
import { makeEnvironment, wholeEnvironment } from "./virtual-environment.ts";

/** A folder with a `chaos` and a `pip` to run; put first on PATH. */
export type ChaosToolkit =
  | { kind: "path" | "venv"; bin: string }
  /** Answers with recorded journals instead; `why` says what the real thing lacks, as a sentence. */
  | { kind: "replay"; bin: string; why: string };

export interface Search {
  env: Environment;
  /** Called with every line of progress. */
  log: (line: string) => void;
  /** Where a virtual environment is kept for the next time. */
  cacheDir: string;
}

/**
 * Finds Chaos Toolkit on PATH, else in the cache, else makes a virtual environment for it; where that can't be done,
 * and where CHAOS_GOVERNOR_SANDBOX_REPLAY is 1, a replay of recorded runs stands in. Making one takes some seconds
 * and at most four minutes.
 */
export async function findChaosToolkit(search: Search): Promise<ChaosToolkit> {
  const { env, log, cacheDir } = search;
  if (env["CHAOS_GOVERNOR_SANDBOX_REPLAY"] === "1")
    return replay(cacheDir, "CHAOS_GOVERNOR_SANDBOX_REPLAY is 1.");
  const installed = await installedChaosToolkit(search);
  if (installed) return installed;
  log("Chaos Toolkit is not on PATH: making a virtual environment for it");
  const made = await makeEnvironment(env, cacheDir, log);
  return made.ok ? { kind: "venv", bin: made.bin } : replay(cacheDir, made.why);
}

/** Chaos Toolkit where it is there already: nothing is installed and no network is used. */
export async function installedChaosToolkit({
  env,
  cacheDir,
}: Pick<Search, "env" | "cacheDir">): Promise<ChaosToolkit | undefined> {
  const chaos = await onPath(env);
  if (chaos === undefined) {
    const bin = await wholeEnvironment(cacheDir);
    return bin === undefined ? undefined : { kind: "venv", bin };
  }
  return {
    kind: "path",
    bin: await makeCommandFolder(join(cacheDir, "chaos-toolkit-on-path"), {
      chaos: [chaos],
      // The workflow asks for its own version: the one that somebody has installed is not to be changed by a sandbox.
      pip: `Nothing is installed: ${chaos} is there already.`,
    }),
  };
}

/** The first `chaos` on PATH that runs: a version manager's stand-in may be there without Chaos Toolkit. */
async function onPath(env: Environment): Promise<string | undefined> {
  const folders = (env["PATH"] ?? "").split(delimiter);
  for (const folder of folders.filter((name) => name !== "")) {
    const command = resolve(folder, "chaos");
    // oxlint-disable-next-line no-await-in-loop -- the first that works is wanted
    const answer = await run(command, ["--version"], { env, withinMs: 20_000 });
    if (
      answer.ok &&
      answer.lines.some((line) => line.startsWith("chaos, version"))
    )
      return command;
  }
  return undefined;
}

async function replay(cacheDir: string, why: string): Promise<ChaosToolkit> {
  const bin = await makeCommandFolder(join(cacheDir, "chaos-toolkit-replay"), {
    chaos: [process.execPath, join(import.meta.dirname, "replay.ts")],
    pip: "Nothing is installed: recorded runs of Chaos Toolkit are replayed here.",
  });
  return { kind: "replay", bin, why };
}
