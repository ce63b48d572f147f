import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStepFiles } from "../../sandbox/runner/step-files.ts";
import { type Comparison, shortest } from "./comparison.ts";

const ROOT = join(import.meta.dirname, "../..");
const ROUNDS = 15;

/** What each Action needs to be given so that it begins its work; none gets as far as GitHub. */
const ACTIONS = {
  gate: {
    INPUT_EXPERIMENT: "pod-failure",
    INPUT_ENVIRONMENT: "production",
    INPUT_APP: "chaos-governor",
    INPUT_AUTHOR: "github-actions[bot]",
    INPUT_TOKEN: "a-token",
    GITHUB_API_URL: "http://127.0.0.1:9",
  },
  report: { INPUT_JOURNAL: "journal.json" },
  validate: { INPUT_FILES: "all", "INPUT_FAIL-ON": "error" },
};

/** Each Action from its start to its first line, beside Node doing nothing. */
export async function benchActionStart(): Promise<Comparison[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-action-"));
  try {
    const files = await createStepFiles(folder);
    const starts = new Map<string, number[]>();
    const idle: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      idle.push(timeIdle());
      for (const [action, inputs] of Object.entries(ACTIONS)) {
        const env = { ...files.environment, ...inputs };
        // oxlint-disable-next-line no-await-in-loop -- in turns, so that all meet the same machine
        const took = await timeFirstLine(action, folder, env);
        starts.set(action, [...(starts.get(action) ?? []), took]);
      }
    }
    return [...starts].map(([action, times]) => ({
      name: `${action}, until its first line`,
      ours: shortest(times),
      theirs: { name: "node -e 0", took: shortest(idle) },
      bound: { longer: 2 },
    }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function timeIdle(): number {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - start;
}

async function timeFirstLine(
  action: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [join(ROOT, "actions", action, "dist/index.js")],
    { cwd, env },
  );
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const took = performance.now() - start;
  child.kill();
  await ended;
  return took;
}
