import {
  isMapping,
  isScalar,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
} from "./workflow-parser.ts";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import type { MappingToken } from "@actions/workflow-parser/templates/tokens/mapping-token";

/** A workflow as its file says it; tokens still hold their expressions. */
export interface Workflow {
  env: TemplateToken | undefined;
  jobs: Job[];
}

export interface Job {
  id: string;
  condition: TemplateToken | undefined;
  env: TemplateToken | undefined;
  steps: Step[];
}

export interface Step {
  id: string | undefined;
  name: TemplateToken | undefined;
  condition: TemplateToken | undefined;
  uses: string | undefined;
  run: TemplateToken | undefined;
  with: TemplateToken | undefined;
  env: TemplateToken | undefined;
  workingDirectory: TemplateToken | undefined;
  continueOnError: TemplateToken | undefined;
}

/**
 * Reads a workflow file with GitHub's own parser.
 *
 * @throws Error with every complaint of the parser
 */
export function readWorkflow(name: string, content: string): Workflow {
  const { context, value } = parseWorkflow(
    { name, content },
    new NoOperationTraceWriter(),
  );
  const errors = context.errors.getErrors().map((error) => error.message);
  if (errors.length > 0 || value === undefined)
    throw new Error(`${name} is no workflow: ${errors.join("; ")}`);
  const root = mapping(value);
  return {
    env: root.find("env"),
    jobs: [...mapping(root.find("jobs"))].map(({ key, value: job }) =>
      readJob(key.toString(), mapping(job)),
    ),
  };
}

function readJob(id: string, job: MappingToken): Job {
  const steps = job.find("steps");
  return {
    id,
    condition: job.find("if"),
    env: job.find("env"),
    steps:
      steps !== undefined && isSequence(steps)
        ? [...steps].map((step) => readStep(mapping(step)))
        : [],
  };
}

function readStep(step: MappingToken): Step {
  return {
    id: plain(step.find("id")),
    name: step.find("name"),
    condition: step.find("if"),
    uses: plain(step.find("uses")),
    run: step.find("run"),
    with: step.find("with"),
    env: step.find("env"),
    workingDirectory: step.find("working-directory"),
    continueOnError: step.find("continue-on-error"),
  };
}

function mapping(token: TemplateToken | undefined): MappingToken {
  if (token === undefined || !isMapping(token))
    throw new TypeError("a mapping was expected in the workflow");
  return token;
}

function plain(token: TemplateToken | undefined): string | undefined {
  return token !== undefined && isScalar(token) ? token.toString() : undefined;
}
