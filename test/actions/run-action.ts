import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { runProcess } from "../../sandbox/runner/process.ts";
import { createStepFiles } from "../../sandbox/runner/step-files.ts";

const ROOT = join(import.meta.dirname, "../..");

const metadata = z.object({
  inputs: z.record(
    z.string(),
    z.object({ default: z.string().optional() }).loose(),
  ),
  runs: z.object({ using: z.literal("node24"), main: z.string() }),
});

/** What a step shows of itself. */
export interface StepRun {
  code: number;
  outputs: Record<string, string>;
  summary: string;
  lines: string[];
}

/**
 * Runs an Action as GitHub's runner does: the bundle that is committed, in a process of its own, with the runner's
 * variables and files and nothing else.
 *
 * @param file its action.yml
 */
export async function runAction(
  file: string,
  inputs: Record<string, string>,
  environment: Record<string, string> = {},
): Promise<StepRun> {
  const action = metadata.parse(
    parse(await readFile(join(ROOT, file), "utf8")),
  );
  const folder = await mkdtemp(join(tmpdir(), "action-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = await createStepFiles(folder);
  const given = Object.entries(action.inputs).map(([name, input]) => [
    `INPUT_${name.toUpperCase()}`,
    inputs[name] ?? input.default ?? "",
  ]);
  const lines: string[] = [];
  const code = await runProcess({
    command: process.execPath,
    args: [resolve(ROOT, dirname(file), action.runs.main)],
    cwd: folder,
    env: {
      ...files.environment,
      ...Object.fromEntries(given),
      ...environment,
    },
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
  });
  const { outputs, summary } = await files.read();
  return { code, outputs, summary, lines };
}
