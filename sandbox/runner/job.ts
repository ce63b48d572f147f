import { join } from "node:path";
import {
  condition,
  type Contexts,
  evaluate,
  type JobStatus,
  text,
  texts,
} from "./expression.ts";
import { createStepFiles } from "./step-files.ts";
import { runProcess } from "./process.ts";
import type { Job, Step, Workflow } from "./workflow.ts";
import { runUses } from "./uses.ts";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import { isBasicExpression } from "./workflow-parser.ts";

/** What a job needs of the world around it. */
export interface JobWorld {
  /** Where the repository is checked out and steps run. */
  workspace: string;
  /** Where the runner keeps its own files. */
  temporary: string;
  /** The environment that every process gets. */
  environment: Record<string, string>;
  /** `github`, `inputs`, `vars`, `secrets`, `runner`. */
  contexts: Contexts;
  log(line: string): void;
  summary(markdown: string): void;
  checkout(): Promise<void>;
  uploadArtifact(name: string, paths: string): Promise<void>;
  signal: AbortSignal;
}

interface StepResult {
  outcome: "success" | "failure" | "skipped";
  conclusion: "success" | "failure" | "skipped";
  outputs: Record<string, string>;
}

/** Runs a job's steps in order. @returns the job's conclusion, in GitHub's word */
export async function runJob(
  workflow: Workflow,
  job: Job,
  world: JobWorld,
): Promise<JobStatus> {
  const steps: Record<string, StepResult> = {};
  let env = {
    ...texts(workflow.env, world.contexts),
    ...texts(job.env, world.contexts),
  };
  let status: JobStatus = "success";
  let path = world.environment["PATH"] ?? "";

  for (const [index, step] of job.steps.entries()) {
    const contexts: Contexts = {
      ...world.contexts,
      steps: plainSteps(steps),
      env,
      job: { status },
    };
    if (world.signal.aborted) status = "cancelled";
    const name =
      text(step.name, contexts, status) || step.uses || `step ${index + 1}`;
    if (!condition(conditionOf(step), contexts, status)) {
      if (step.id !== undefined)
        steps[step.id] = {
          outcome: "skipped",
          conclusion: "skipped",
          outputs: {},
        };
      world.log(`⏭ ${name}`);
      continue;
    }
    world.log(`▶ ${name}`);
    const files = await createStepFiles(join(world.temporary, `step-${index}`));
    const stepEnv = texts(step.env, contexts);
    const environment = {
      ...world.environment,
      PATH: path,
      ...env,
      ...stepEnv,
      ...files.environment,
    };
    const ok = await runStep(
      step,
      { ...contexts, env: { ...env, ...stepEnv } },
      status,
      environment,
      world,
    );
    const left = await files.read();
    env = { ...env, ...left.env };
    path = [...left.paths.toReversed(), path].join(":");
    if (left.summary !== "") world.summary(left.summary);
    const tolerated = !ok && truthy(step.continueOnError, contexts);
    if (step.id !== undefined) {
      const outcome = ok ? "success" : "failure";
      steps[step.id] = {
        outcome,
        conclusion: tolerated ? "success" : outcome,
        outputs: left.outputs,
      };
    }
    if (!ok && !tolerated && status === "success") status = "failure";
    world.log(ok ? `✓ ${name}` : `✗ ${name}`);
  }
  return world.signal.aborted ? "cancelled" : status;
}

async function runStep(
  step: Step,
  contexts: Contexts,
  status: JobStatus,
  environment: Record<string, string>,
  world: JobWorld,
): Promise<boolean> {
  if (step.uses !== undefined) {
    return runUses(
      step.uses,
      texts(step.with, contexts),
      contexts,
      environment,
      world,
    );
  }
  const folder = text(step.workingDirectory, contexts, status);
  // GitHub runs `run:` with exactly this shell where none is named.
  const code = await runProcess({
    command: "bash",
    args: [
      "--noprofile",
      "--norc",
      "-eo",
      "pipefail",
      "-c",
      text(step.run, contexts, status),
    ],
    cwd: folder === "" ? world.workspace : join(world.workspace, folder),
    env: environment,
    log: (line) => world.log(line),
    // Steps that run whatever happened (`always()`) are not cut off by the cancel that made them run.
    signal:
      status === "cancelled" ? new AbortController().signal : world.signal,
  });
  if (code !== 0) world.log(`Process completed with exit code ${code}.`);
  return code === 0;
}

function conditionOf(step: Step): string {
  if (step.condition === undefined) return "success()";
  return isBasicExpression(step.condition)
    ? step.condition.expression
    : text(step.condition, {});
}

function truthy(token: TemplateToken | undefined, contexts: Contexts): boolean {
  if (token === undefined) return false;
  return isBasicExpression(token)
    ? evaluate(token.expression, contexts).coerceString() === "true"
    : text(token, contexts) === "true";
}

function plainSteps(steps: Record<string, StepResult>): Contexts {
  return Object.fromEntries(
    Object.entries(steps).map(([id, { outcome, conclusion, outputs }]) => [
      id,
      { outcome, conclusion, outputs },
    ]),
  );
}
