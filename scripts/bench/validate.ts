import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validate } from "../../cli/validate/validate.ts";
import { type Comparison, type Missing, shortest } from "./comparison.ts";

const EXPERIMENTS = join(import.meta.dirname, "../../experiments");
const CHAOSLIB = join(import.meta.dirname, "validate_all.py");
const FILES = 2_000;
const ROUNDS = 3;

/** `validate` over 2,000 experiments beside chaoslib in one Python process, and beside the `chaos validate` command. */
export async function benchValidate(): Promise<(Comparison | Missing)[]> {
  const name = `validate, ${FILES} experiments`;
  const found = spawnSync("python3", ["-c", "import chaoslib.experiment"]);
  if (found.status !== 0)
    return [{ name, missing: "Chaos Toolkit (python3 with chaoslib)" }];

  const folder = await mkdtemp(join(tmpdir(), "bench-validate-"));
  try {
    const first = await writeExperiments(folder);
    const ours: number[] = [];
    const theirs: number[] = [];
    const command: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // oxlint-disable-next-line no-await-in-loop -- in turns, so that both meet the same machine
      ours.push(await timeOurs(folder));
      theirs.push(timeChaoslib(folder));
      command.push(timeCommand(first));
    }
    return [
      {
        name,
        ours: shortest(ours),
        theirs: { name: "chaoslib in one process", took: shortest(theirs) },
        bound: { faster: 10 },
      },
      {
        name: "validate, per experiment",
        ours: shortest(ours) / FILES,
        theirs: { name: "the command chaos validate", took: shortest(command) },
        bound: { faster: 200 },
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Real experiments, each with a title of its own; answers the path of one. */
async function writeExperiments(folder: string): Promise<string> {
  const names = (await readdir(EXPERIMENTS)).filter((file) =>
    file.endsWith(".json"),
  );
  const texts = await Promise.all(
    names.map((file) => readFile(join(EXPERIMENTS, file), "utf8")),
  );
  const paths = Array.from({ length: FILES }, async (_, index) => {
    const path = join(folder, `experiment-${index}.json`);
    const text = texts[index % texts.length] ?? "";
    await writeFile(path, text.replace('"title": "', `$&${index}: `));
    return path;
  });
  const [first = ""] = await Promise.all(paths);
  return first;
}

async function timeOurs(folder: string): Promise<number> {
  const complaints: string[] = [];
  const start = performance.now();
  const code = await validate([folder], {
    stdout: () => undefined,
    isTerminal: false,
    stderr: (text) => complaints.push(text),
    cwd: folder,
    now: () => new Date(),
    env: {},
    stdin: () => process.stdin,
    fetch,
  });
  const took = performance.now() - start;
  if (code !== 0)
    throw new Error(`validate ended with ${code}. ${complaints.join("")}`);
  return took;
}

function timeChaoslib(folder: string): number {
  return Number(answerOf("python3", [CHAOSLIB, folder]));
}

function timeCommand(file: string): number {
  const start = performance.now();
  answerOf("chaos", ["--no-version-check", "--no-log-file", "validate", file]);
  return performance.now() - start;
}

/** chaoslib refuses an experiment whose secrets are not there; these are the real experiments'. */
const SECRETS = { ADMIN_TOKEN: "-" };

function answerOf(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    cwd: tmpdir(),
    env: { ...process.env, ...SECRETS },
  });
  if (status !== 0)
    throw new Error(`${command} ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}
