import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judge } from "../../core/journal/judge.ts";
import { parseJournal } from "../../core/journal/parse.ts";
import { readTime } from "../../core/journal/times.ts";
import {
  type ChaosToolkit,
  findChaosToolkit,
  installedChaosToolkit,
} from "../../sandbox/chaos-toolkit/find.ts";
import { record } from "../../sandbox/chaos-toolkit/recording.ts";
import { describeWith } from "../needs.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXPERIMENTS = readdirSync(join(ROOT, "experiments"))
  .filter((file) => /^sandbox-.*\.json$/.test(file))
  .map((file) => basename(file, ".json"));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chaos-toolkit-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Puts a shell script on a PATH of its own, in front of what a shell needs. @returns the PATH */
function pathWith(scripts: Record<string, string>): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

async function find(
  env: Record<string, string>,
): Promise<ChaosToolkit & { lines: string[] }> {
  const lines: string[] = [];
  const found = await findChaosToolkit({
    env,
    log: (line) => lines.push(line),
    cacheDir: join(folder, "cache"),
  });
  return { ...found, lines };
}

/** Runs one of the commands that were found. */
async function run(
  { bin }: ChaosToolkit,
  command: string,
  ...args: string[]
): Promise<{ exit: unknown; output: string }> {
  const child = spawn(join(bin, command), args, { cwd: folder });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [exit]: unknown[] = await once(child, "close");
  return { exit, output };
}

/** Makes what it is asked for as Python would, and says so in a file. */
const PYTHON = `
echo "$*" >> "$CALLS"
for last; do :; done
/bin/mkdir -p "$last/bin"
/bin/cp "$0" "$last/bin/python"
if [ "$2" = pip ]; then
  echo "Collecting chaostoolkit"
  echo "Requirement already satisfied: nothing"
  echo done > "\${0%/*}/chaos"
fi`;

describe("finding Chaos Toolkit", () => {
  it("takes the one on PATH, and lets nobody install another over it", async () => {
    const PATH = pathWith({
      chaos: '[ "$1" = --version ] && echo "chaos, version 1.19.0"; echo "$@"',
    });
    const found = await find({ PATH });
    expect(found).toMatchObject({ kind: "path", lines: [] });
    expect(await run(found, "chaos", "run", "a b")).toEqual({
      exit: 0,
      output: "run a b\n",
    });
    expect(await run(found, "pip", "install", "-r", "x.txt")).toEqual({
      exit: 0,
      output: `Nothing is installed: ${join(PATH, "chaos")} is there already.\n`,
    });
  });

  it.each([
    ["is another program", "echo chaos monkey"],
    ["does not run", "exit 127"],
  ])("passes over a `chaos` that %s", async (_, chaos) => {
    const found = await find({ PATH: pathWith({ chaos }) });
    expect(found.kind).toBe("replay");
  });

  it("makes a virtual environment once, tells how it goes, and takes it again the next time", async () => {
    const CALLS = join(folder, "calls");
    const env = { PATH: pathWith({ python3: PYTHON }), CALLS };
    const made = await find(env);
    expect(made).toMatchObject({
      kind: "venv",
      lines: [
        "Chaos Toolkit is not on PATH: making a virtual environment for it",
        "Collecting chaostoolkit",
      ],
    });
    const calls = readFileSync(CALLS, "utf8").trim().split("\n");
    expect(calls).toEqual([
      expect.stringMatching(/^-m venv /),
      expect.stringMatching(/^-m pip install .*-r \S+requirements\.txt$/),
    ]);
    expect(await find(env)).toEqual({ ...made, lines: [] });
    expect(readFileSync(CALLS, "utf8").trim().split("\n")).toEqual(calls);
  });

  it("does not trust an environment that was not finished, or is gone", async () => {
    const env = {
      PATH: pathWith({ python3: PYTHON }),
      CALLS: join(folder, "calls"),
    };
    const made = await find(env);
    rmSync(made.bin, { recursive: true });
    expect((await find(env)).lines).not.toEqual([]);
  });

  it("replays where there is no Python, and says why", async () => {
    expect(await find({ PATH: folder })).toMatchObject({
      kind: "replay",
      why: expect.stringMatching(/^python3 makes no environment: .*ENOENT/),
    });
  });

  it.each([
    [
      "WARNING: Retrying after connection broken by NewConnectionError",
      "pip can't reach its registry.",
    ],
    [
      "ERROR: No matching distribution found",
      "pip can't install Chaos Toolkit: ERROR: No matching distribution found",
    ],
  ])(
    "replays where pip says %j, and leaves nothing half-made",
    async (says, why) => {
      const python3 = `${PYTHON}
if [ "$2" = pip ]; then echo "${says}"; exit 1; fi`;
      const env = { PATH: pathWith({ python3 }), CALLS: join(folder, "calls") };
      expect(await find(env)).toMatchObject({ kind: "replay", why });
      expect(readdirSync(join(folder, "cache"))).toEqual([
        "chaos-toolkit-replay",
      ]);
    },
  );

  it("replays where it is told to", async () => {
    const PATH = pathWith({ chaos: "echo 'chaos, version 1.19.0'" });
    const env = { PATH, CHAOS_GOVERNOR_SANDBOX_REPLAY: "1" };
    expect(await find(env)).toMatchObject({ kind: "replay", lines: [] });
  });
});

function replay(): Promise<ChaosToolkit> {
  return find({ CHAOS_GOVERNOR_SANDBOX_REPLAY: "1" });
}

describe("the replay", () => {
  it.each([
    ["sandbox-dependency-outage", 0, "held"],
    ["sandbox-slow-dependency", 1, "deviated"],
  ])(
    "writes the journal of %s as if it had just run, and exits %d as that did",
    async (name, exit, verdict) => {
      const began = Date.now();
      const experiment = join(ROOT, `experiments/${name}.json`);
      const path = join(folder, "reports/chaos/journal.json");
      const answer = await run(
        await replay(),
        "chaos",
        "run",
        "--rollback-strategy",
        "always",
        "--journal-path",
        path,
        experiment,
      );
      expect(answer.output).toMatch(/^Replaying the run of "sandbox-/);
      expect(answer.exit).toBe(exit);
      const journal = readFileSync(path, "utf8");
      expect(verdictOf(journal)).toBe(verdict);
      const [, time] = /^ {2}"end": "(.*)"/m.exec(journal) ?? [];
      const end = readTime(time)?.getTime() ?? 0;
      expect(end).toBeGreaterThanOrEqual(began);
      expect(end).toBeLessThanOrEqual(Date.now());
    },
  );

  it("refuses an experiment that was not recorded, or not as it is now", async () => {
    const unknown = join(folder, "unknown.json");
    writeFileSync(unknown, "{}");
    expect(await run(await replay(), "chaos", "run", unknown)).toEqual({
      exit: 1,
      output:
        "replay: no run of unknown was recorded with the content that it has now\n",
    });
    const changed = join(folder, "sandbox-slow-dependency.json");
    writeFileSync(changed, '{"title": "another"}');
    expect(await run(await replay(), "chaos", "run", changed)).toEqual({
      exit: 1,
      output:
        "replay: no run of sandbox-slow-dependency was recorded with the content that it has now\n",
    });
    expect(readdirSync(folder)).not.toContain("journal.json");
  });

  it.each([[["validate", "x.json"]], [["run"]], [["run", "--dry", "x", "y"]]])(
    "refuses `chaos %s`",
    async (args) => {
      expect((await run(await replay(), "chaos", ...args)).exit).toBe(1);
    },
  );

  it("has a pip that installs nothing and says so", async () => {
    const { exit, output } = await run(
      await replay(),
      "pip",
      "install",
      "-r",
      "x.txt",
    );
    expect(exit).toBe(0);
    expect(output).toContain("recorded runs of Chaos Toolkit are replayed");
  });
});

const real = await installedChaosToolkit({
  env: process.env,
  cacheDir: join(ROOT, ".sandbox"),
});

const CHAOS_TOOLKIT = { name: "Chaos Toolkit", present: real !== undefined };

describeWith(CHAOS_TOOLKIT, "the real Chaos Toolkit", () => {
  it.each(EXPERIMENTS)(
    "comes to the verdict on %s that was recorded",
    async (name) => {
      const { journal } = await record(
        join(real?.bin ?? "", "chaos"),
        join(ROOT, `experiments/${name}.json`),
        { arguments: [] },
      );
      const recorded = join(ROOT, `sandbox/journals/${name}.json`);
      expect(verdictOf(journal)).toBe(
        verdictOf(readFileSync(recorded, "utf8")),
      );
    },
  );
});

function verdictOf(text: string): string {
  const result = parseJournal(text);
  return result.ok ? judge(result.journal).verdict : result.problem;
}
