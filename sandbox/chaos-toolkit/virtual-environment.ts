import { createHash } from "node:crypto";
import {
  access,
  mkdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { type Environment, run } from "./command.ts";

const REQUIREMENTS = join(
  import.meta.dirname,
  "../../experiments/requirements.txt",
);

/** Written last, so that an environment it names is whole. */
const marker = z.object({ bin: z.string() });

/** The `bin` folder of an environment that was made before for the same requirements, and is still there. */
export async function wholeEnvironment(
  cacheDir: string,
): Promise<string | undefined> {
  try {
    const text = await readFile(`${await location(cacheDir)}.json`, "utf8");
    const { bin } = marker.parse(JSON.parse(text));
    await access(join(bin, "chaos"));
    return bin;
  } catch {
    return undefined;
  }
}

/** Makes a virtual environment with Chaos Toolkit in it; `why` says as a sentence what was missing. */
export async function makeEnvironment(
  env: Environment,
  cacheDir: string,
  log: (line: string) => void,
): Promise<{ ok: true; bin: string } | { ok: false; why: string }> {
  const place = await location(cacheDir);
  // A folder of this process's own: another sandbox may be making one at the same time.
  const folder = `${place}-${process.pid}`;
  await mkdir(cacheDir, { recursive: true });

  const python = await run("python3", ["-m", "venv", "--clear", folder], {
    env,
    withinMs: 60_000,
  });
  if (!python.ok) {
    await rm(folder, { recursive: true, force: true });
    return { ok: false, why: `python3 makes no environment: ${last(python)}` };
  }

  const bin = join(folder, "bin");
  const args = ["-m", "pip", "install", "--progress-bar", "off"];
  const limits = ["--timeout", "15", "--retries", "1"];
  const pip = await run(
    join(bin, "python"),
    [...args, ...limits, "-r", REQUIREMENTS],
    {
      env,
      withinMs: 180_000,
      log: (line) => {
        if (/^(Collecting|Installing|Successfully)/.test(line)) log(line);
      },
    },
  );
  if (!pip.ok) {
    await rm(folder, { recursive: true, force: true });
    const unreachable = pip.lines.some((line) => /connection/i.test(line));
    return {
      ok: false,
      why: unreachable
        ? "pip can't reach its registry."
        : `pip can't install Chaos Toolkit: ${last(pip)}`,
    };
  }

  await writeFile(`${folder}.json`, JSON.stringify({ bin }));
  await rename(`${folder}.json`, `${place}.json`);
  return { ok: true, bin };
}

/** Where the environment for these requirements is, but for its ending. */
async function location(cacheDir: string): Promise<string> {
  const digest = createHash("sha256").update(await readFile(REQUIREMENTS));
  return join(cacheDir, `chaos-toolkit-${digest.digest("hex").slice(0, 12)}`);
}

function last({ lines }: { lines: string[] }): string {
  const error = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
  return error?.trim() ?? "it says nothing.";
}
