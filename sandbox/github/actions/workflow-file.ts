import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import * as z from "zod";
import { type Contexts, literal, text } from "../../runner/expression.ts";
import {
  isMapping,
  NoOperationTraceWriter,
  parseWorkflow,
} from "../../runner/workflow-parser.ts";
import type { Grants } from "../front/identities.ts";

/** What GitHub, not the runner, reads in a workflow file. */
export interface WorkflowFile {
  name: string;
  /** What `workflow_dispatch` takes; undefined where the file has no such trigger. */
  inputs: Map<string, Input> | undefined;
  /** The title of a run, from `run-name` where there is one. */
  title(contexts: Contexts): string;
  /** The environments that its jobs name. */
  environments(contexts: Contexts): string[];
  /** What the `GITHUB_TOKEN` of a job may do. */
  permissions(job?: string): Grants;
}

const inputSchema = z.object({
  type: z
    .enum(["string", "boolean", "choice", "number", "environment"])
    .default("string"),
  required: z.boolean().default(false),
  default: z.union([z.string(), z.boolean(), z.number()]).optional(),
  options: z.array(z.coerce.string()).default([]),
});
type Input = z.infer<typeof inputSchema>;

/* The parser writes `workflow_dispatch:` without anything below it as an empty text. */
const empty = z.literal("").transform(() => ({}));
const dispatchTrigger = z.union([
  empty,
  z.object({ inputs: z.record(z.string(), inputSchema).default({}) }),
]);
const permissionsSchema = z.union([
  empty,
  z.enum(["read-all", "write-all"]),
  z.record(z.string(), z.string()),
]);

/** What a token may do where the file says nothing and the repository keeps GitHub's restricted default. */
const RESTRICTED: Grants = { contents: "read", packages: "read" };
const ALL = ["actions", "contents", "issues", "packages", "pull-requests"];

/** @throws Error with the parser's complaints */
export function readWorkflowFile(path: string, content: string): WorkflowFile {
  const { context, value } = parseWorkflow(
    { name: path, content },
    new NoOperationTraceWriter(),
  );
  const complaints = context.errors.getErrors().map(({ message }) => message);
  if (complaints.length > 0 || value === undefined || !isMapping(value))
    throw new Error(`${path} is no workflow: ${complaints.join("; ")}`);
  const name = value.find("name");
  const runName = value.find("run-name");
  return {
    name: name === undefined ? path : text(name, {}),
    inputs: dispatchInputs(value.find("on")),
    title: (contexts) =>
      text(runName, contexts) || text(name, contexts) || path,
    environments: (contexts) => environmentsOf(value.find("jobs"), contexts),
    permissions(job) {
      const jobs = value.find("jobs");
      const found =
        job !== undefined && jobs && isMapping(jobs) ? jobs.find(job) : null;
      const own = found && isMapping(found) && found.find("permissions");
      return grants(own || value.find("permissions"));
    },
  };
}

function dispatchInputs(
  on: TemplateToken | undefined,
): Map<string, Input> | undefined {
  if (on === undefined) return undefined;
  const triggers = literal(on);
  if (typeof triggers === "string" || Array.isArray(triggers))
    return [triggers].flat().includes("workflow_dispatch")
      ? new Map()
      : undefined;
  if (typeof triggers !== "object" || triggers === null) return undefined;
  if (!("workflow_dispatch" in triggers)) return undefined;
  const trigger = dispatchTrigger.parse(triggers["workflow_dispatch"]);
  return new Map(Object.entries("inputs" in trigger ? trigger.inputs : {}));
}

function environmentsOf(
  jobs: TemplateToken | undefined,
  contexts: Contexts,
): string[] {
  if (!jobs || !isMapping(jobs)) return [];
  const named = [...jobs].flatMap(({ value: job }) => {
    const environment = isMapping(job) ? job.find("environment") : undefined;
    if (environment === undefined) return [];
    const name = isMapping(environment)
      ? environment.find("name")
      : environment;
    return [text(name, contexts)];
  });
  return [...new Set(named.filter((name) => name !== ""))];
}

function grants(permissions: TemplateToken | undefined): Grants {
  if (permissions === undefined) return RESTRICTED;
  const said = permissionsSchema.parse(literal(permissions));
  if (typeof said !== "string") return said;
  const level = said === "write-all" ? "write" : "read";
  return Object.fromEntries(ALL.map((permission) => [permission, level]));
}

/**
 * The inputs of a dispatch as the workflow sees them, checked as GitHub checks them; a sentence where they are refused.
 */
export function acceptInputs(
  declared: Map<string, Input>,
  given: Record<string, unknown>,
):
  | { ok: true; inputs: Record<string, string | number | boolean> }
  | { ok: false; problem: string } {
  const unexpected = Object.keys(given).filter((name) => !declared.has(name));
  if (unexpected.length > 0)
    return {
      ok: false,
      problem: `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
    };
  const inputs: Record<string, string | number | boolean> = {};
  for (const [name, input] of declared) {
    const value = plain(given[name] ?? input.default);
    const problem = inputProblem(name, input, value);
    if (problem !== undefined) return { ok: false, problem };
    inputs[name] = typed(input, value);
  }
  return { ok: true, inputs };
}

function inputProblem(
  name: string,
  { type, required, options }: Input,
  value: string,
): string | undefined {
  if (value === "")
    return required ? `Required input '${name}' not provided` : undefined;
  if (type === "choice" && !options.includes(value))
    return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
  if (type === "boolean" && value !== "true" && value !== "false")
    return `Provided value '${value}' for input '${name}' is not a boolean`;
  if (type === "number" && Number.isNaN(Number(value)))
    return `Provided value '${value}' for input '${name}' is not a number`;
  return undefined;
}

function plain(value: unknown): string {
  return typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
    ? String(value)
    : "";
}

function typed({ type }: Input, value: string): string | number | boolean {
  if (type === "boolean") return value === "true";
  if (type === "number" && value !== "") return Number(value);
  return value;
}
