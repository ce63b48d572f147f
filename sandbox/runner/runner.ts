import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { zipSync } from "fflate";
import {
  condition,
  type Contexts,
  type JobStatus,
  text,
} from "./expression.ts";
import { runJob } from "./job.ts";
import { readWorkflow } from "./workflow.ts";

/** A run that waits for a runner, with everything that its jobs may know. */
export interface QueuedRun {
  id: number;
  /** The workflow file's path and text at the run's commit. */
  workflow: { path: string; text: string };
  /** The repository's files at the run's commit. */
  files(): Promise<Map<string, Uint8Array>>;
  /** `github`, `inputs`, `vars`, `secrets`. */
  contexts: Contexts;
  /** What GitHub sets for every process of a job: GITHUB_TOKEN is not among them, GITHUB_REPOSITORY and the like are. */
  environment: Record<string, string>;
  /** Aborted when somebody cancels the run. */
  signal: AbortSignal;
}

/** Where a run's story goes. */
export interface RunReporter {
  start(id: number): void;
  log(id: number, line: string): void;
  summary(id: number, markdown: string): void;
  uploadArtifact(id: number, name: string, zip: Uint8Array): void;
  complete(id: number, conclusion: JobStatus): void;
}

/**
 * Runs every job of the run's workflow file, one after the other, in a folder of its own.
 *
 * @param path folders that come first on PATH
 */
export async function runWorkflow(
  run: QueuedRun,
  reporter: RunReporter,
  folder: string,
  path: string[],
): Promise<void> {
  const home = join(folder, `run-${run.id}`);
  const workspace = join(home, "workspace");
  await mkdir(workspace, { recursive: true });
  reporter.start(run.id);
  let conclusion: JobStatus = "success";
  try {
    const workflow = readWorkflow(run.workflow.path, run.workflow.text);
    const environment = await jobEnvironment(run, home, workspace, path);
    for (const job of workflow.jobs) {
      if (
        !condition(
          text(job.condition, run.contexts) || "success()",
          run.contexts,
          conclusion,
        )
      )
        continue;
      const status = await runJob(workflow, job, {
        workspace,
        temporary: join(home, "temporary", job.id),
        environment,
        contexts: run.contexts,
        log: (line) => reporter.log(run.id, line),
        summary: (markdown) => reporter.summary(run.id, markdown),
        checkout: async () => writeFiles(workspace, await run.files()),
        uploadArtifact: async (name, paths) =>
          reporter.uploadArtifact(run.id, name, await zip(workspace, paths)),
        signal: run.signal,
      });
      if (status !== "success") conclusion = status;
    }
  } catch (error) {
    reporter.log(
      run.id,
      `Error: ${error instanceof Error ? error.message : String(error)}`,
    );
    conclusion = "failure";
  } finally {
    reporter.complete(run.id, conclusion);
    await rm(home, { recursive: true, force: true });
  }
}

async function jobEnvironment(
  run: QueuedRun,
  home: string,
  workspace: string,
  path: string[],
): Promise<Record<string, string>> {
  const event = join(home, "event.json");
  await writeFile(event, JSON.stringify(run.contexts["github"]));
  return {
    PATH: [...path, process.env["PATH"] ?? ""].join(":"),
    HOME: home,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: event,
    RUNNER_TEMP: home,
    ...run.environment,
  };
}

async function writeFiles(
  folder: string,
  files: Map<string, Uint8Array>,
): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** A zip of what the lines of `paths` (globs) name, with the paths below their common folder, as GitHub's upload does. */
async function zip(workspace: string, paths: string): Promise<Uint8Array> {
  const files: string[] = [];
  for (const pattern of paths
    .split("\n")
    .filter((line) => line.trim() !== "")) {
    for await (const file of glob(pattern.trim(), { cwd: workspace }))
      files.push(resolve(workspace, file));
  }
  if (files.length === 0)
    throw new Error(`no files were found with the path: ${paths.trim()}`);
  const common = commonFolder(files);
  const entries = await Promise.all(
    files.map(
      async (file) =>
        [file.slice(common.length), await readFile(file)] as const,
    ),
  );
  return zipSync(Object.fromEntries(entries));
}

function commonFolder(files: string[]): string {
  const folders = files.map((file) => dirname(file).split("/"));
  const [first = [], ...others] = folders;
  const differs = first.findIndex((part, index) =>
    others.some((folder) => folder[index] !== part),
  );
  return `${first.slice(0, differs === -1 ? first.length : differs).join("/")}/`;
}
