import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as z from "zod";
import { decodePart } from "../front/http.ts";
import { meant } from "./errata.ts";

/* GitHub's own OpenAPI description: 13 MB, so it is read when it is first asked for, and only once a process. */

const named = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const reference = z.object({ $ref: z.string() });
const content = z.record(z.string(), z.object({ schema: z.unknown() }));
const answer = z.object({ content: content.optional() });

const operationSchema = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([reference, named])).default([]),
  requestBody: z
    .object({ required: z.boolean().default(false), content })
    .optional(),
  responses: z.record(z.string(), z.union([reference, answer])),
});

const webhookSchema = z.object({
  post: z.object({ requestBody: z.object({ content }) }),
});

const componentsSchema = z.object({
  schemas: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), named),
  responses: z.record(z.string(), answer),
});
type Components = z.infer<typeof componentsSchema>;

const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  "x-webhooks": z.record(z.string(), z.unknown()),
  components: componentsSchema,
});

export interface Operation {
  /** GitHub's name for it, for instance `issues/create-comment`. */
  id: string;
  query: z.infer<typeof named>[];
  /** Undefined where no body is taken. */
  body: { required: boolean; schema: unknown } | undefined;
  /** By status; the schema is undefined where the answer has no JSON body. */
  answers: Map<string, { schema: unknown }>;
}

export interface Description {
  /** The operation for a method and a path, and the path's parameters, decoded; undefined where GitHub has none. */
  find(
    method: string,
    path: string,
  ): { operation: Operation; parameters: Record<string, string> } | undefined;
  /** The schema of a webhook's payload; undefined where GitHub has no such event. */
  webhook(event: string, action: string | undefined): unknown;
  /** The schema that `#/components/schemas/<name>` refers to. */
  component(name: string): unknown;
}

let description: Description | undefined;

export function githubDescription(): Description {
  description ??= read();
  return description;
}

function read(): Description {
  const file = createRequire(import.meta.url).resolve(
    "@octokit/openapi/generated/api.github.com.json",
  );
  const { paths, components, ...rest } = descriptionSchema.parse(
    JSON.parse(readFileSync(file, "utf8")),
  );
  const routes = Object.entries(paths)
    .map(([template, methods]) => ({ ...matcher(template), methods }))
    .toSorted((a, b) => b.literals - a.literals);
  const operations = new Map<unknown, Operation>();

  const operationOf = (described: unknown): Operation => {
    const operation =
      operations.get(described) ?? readOperation(described, components);
    operations.set(described, operation);
    return operation;
  };

  return {
    find(method, path) {
      for (const { pattern, methods } of routes) {
        const found = methods[method.toLowerCase()];
        const match = found === undefined ? null : pattern.exec(path);
        if (match) {
          return {
            operation: operationOf(found),
            parameters: decoded(match.groups ?? {}),
          };
        }
      }
      return undefined;
    },
    webhook(event, action) {
      const name = action === undefined ? event : `${event}-${action}`;
      const found = rest["x-webhooks"][name.replaceAll("_", "-")];
      if (found === undefined) return undefined;
      const { post } = webhookSchema.parse(found);
      return post.requestBody.content["application/json"]?.schema;
    },
    component: (name) => meant(name, components.schemas[name]),
  };
}

function readOperation(described: unknown, components: Components): Operation {
  const { operationId, parameters, requestBody, responses } =
    operationSchema.parse(described);
  const query = parameters
    .map((entry) =>
      "name" in entry ? entry : components.parameters[nameIn(entry.$ref)],
    )
    .filter((entry) => entry?.in === "query");
  const answers = Object.entries(responses).map(
    ([status, entry]): [string, { schema: unknown }] => {
      const found =
        "$ref" in entry ? components.responses[nameIn(entry.$ref)] : entry;
      return [status, { schema: found?.content?.["application/json"]?.schema }];
    },
  );
  return {
    id: operationId,
    query: query.filter((entry) => entry !== undefined),
    body: requestBody && {
      required: requestBody.required,
      schema: requestBody.content["application/json"]?.schema,
    },
    answers: new Map(answers),
  };
}

function nameIn(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}

/** Parameters at the end of a template may hold slashes where GitHub has it so: `contents/{path}`, `git/ref/{ref}`. */
function matcher(template: string): { pattern: RegExp; literals: number } {
  const pattern = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(?<name>path|ref|branch|basehead|tree_sha)\}/, "(?<$<name>>.+)")
    .replaceAll(/\{(?<name>\w+)\}/g, "(?<$<name>>[^/]+)");
  const literals = template
    .split("/")
    .filter((part) => !part.includes("{")).length;
  return { pattern: new RegExp(`^${pattern}$`), literals };
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodePart(value)]),
  );
}
