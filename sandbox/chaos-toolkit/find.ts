import { delimiter, join } from "node:path";
import { type Environment, run } from "./command.ts";
import { makeReplay } from "./replay-folder.ts";
import { makeEnvironment, wholeEnvironment } from "./virtual-environment.ts";

/** A folder with a `chaos` to run; put first on PATH. */
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
  const replay = async (why: string): Promise<ChaosToolkit> => ({
    kind: "replay",
    bin: await makeReplay(cacheDir),
    why,
  });
  if (env["CHAOS_GOVERNOR_SANDBOX_REPLAY"] === "1")
    return replay("CHAOS_GOVERNOR_SANDBOX_REPLAY is 1.");
  const installed = await installedChaosToolkit(search);
  if (installed) return installed;
  log("Chaos Toolkit is not on PATH: making a virtual environment for it");
  const made = await makeEnvironment(env, cacheDir, log);
  if (made.ok) return { kind: "venv", bin: made.bin };
  return replay(made.why);
}

/** Chaos Toolkit where it is there already: nothing is made and no network is used. */
export async function installedChaosToolkit({
  env,
  cacheDir,
}: Pick<Search, "env" | "cacheDir">): Promise<ChaosToolkit | undefined> {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    // eslint-disable-next-line no-await-in-loop -- the first that works is wanted
    if (folder !== "" && (await works(folder, env)))
      return { kind: "path", bin: folder };
  }
  const bin = await wholeEnvironment(cacheDir);
  return bin === undefined ? undefined : { kind: "venv", bin };
}

/** Whether the folder's `chaos` is Chaos Toolkit and runs: a version manager's stand-in may be there without it. */
async function works(folder: string, env: Environment): Promise<boolean> {
  const answer = await run(join(folder, "chaos"), ["--version"], {
    env,
    withinMs: 20_000,
  });
  return (
    answer.ok && answer.lines.some((line) => line.startsWith("chaos, version"))
  );
}
