import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { z } from "zod";

/* GitHub's own description of its API, as the judge of what the provider asks and of what tests let it answer. */

const parameter = z.object({ name: z.string(), in: z.string() });
const content = z.record(z.string(), z.object({ schema: z.unknown() }));

const operation = z.object({
  parameters: z
    .array(z.union([z.object({ $ref: z.string() }), parameter]))
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});

const description = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z.object({
      parameters: z.record(z.string(), parameter),
      examples: z.record(z.string(), z.object({ value: z.unknown() })),
      schemas: z.record(z.string(), z.unknown()),
    }),
  })
  .parse(
    JSON.parse(
      readFileSync(
        createRequire(import.meta.url).resolve(
          "@octokit/openapi/generated/api.github.com.json",
        ),
        "utf8",
      ),
    ),
  );

/** An answer as GitHub's description shows it, to be changed where a test needs it different. */
export function example(name: string): Record<string, unknown> {
  const found = description.components.examples[name];
  return z.record(z.string(), z.unknown()).parse(structuredClone(found?.value));
}

export interface Route {
  /** As in GitHub's reference: `/repos/{owner}/{repo}`. */
  template: string;
  method: string;
  parameters: Record<string, string>;
}

/** The operation that a request is for. @throws Error where GitHub has none like it */
export function routeOf(method: string, path: string): Route {
  for (const [template, operations] of Object.entries(description.paths)) {
    if (operations[method.toLowerCase()] === undefined) continue;
    const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (match) {
      const values = Object.entries(match.groups ?? {}).map(([key, value]) => [
        key,
        decodeURIComponent(value),
      ]);
      const parameters: Record<string, string> = Object.fromEntries(values);
      return { template, method: method.toLowerCase(), parameters };
    }
  }
  throw new Error(`GitHub has no ${method} ${path}`);
}

/** What is wrong with a request. */
export function requestProblems(
  route: Route,
  query: Record<string, string>,
  body: unknown,
): string[] {
  const { parameters, requestBody } = operationOf(route);
  const known = parameters
    .map((entry) =>
      "name" in entry
        ? entry
        : description.components.parameters[
            entry.$ref.replace("#/components/parameters/", "")
          ],
    )
    .filter((entry) => entry?.in === "query")
    .map((entry) => entry?.name);
  const unknownOnes = Object.keys(query)
    .filter((name) => !known.includes(name))
    .map((name) => `there is no query parameter ${name}`);
  const wrongBody = requestBody
    ? schemaProblems(route, "request", requestBody.content, body)
    : body === undefined
      ? []
      : ["no body is taken"];
  return [...unknownOnes, ...wrongBody];
}

/** What is wrong with an answer that a test gives; failures are not all described, successes are. */
export function answerProblems(
  route: Route,
  status: number,
  body: unknown,
): string[] {
  if (status >= 400) return [];
  const answer = operationOf(route).responses[status];
  if (answer === undefined) return [`there is no answer ${status}`];
  return answer.content?.["application/json"]
    ? schemaProblems(route, String(status), answer.content, body)
    : [];
}

function operationOf({ template, method }: Route): z.infer<typeof operation> {
  return operation.parse(description.paths[template]?.[method]);
}

const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
addFormats.default(ajv);

const compiled = new Map<string, ValidateFunction>();

function schemaProblems(
  { template, method }: Route,
  part: string,
  schemas: z.infer<typeof content>,
  value: unknown,
): string[] {
  const key = `${method} ${template} ${part}`;
  const validate =
    compiled.get(key) ?? compile(schemas["application/json"]?.schema);
  compiled.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message}`,
  );
}

/** Compiles one schema with those that it refers to, and no others: the whole description would take seconds. */
function compile(schema: unknown): ValidateFunction {
  const schemas: Record<string, unknown> = {};
  const standAlone = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, entry: unknown) => {
      if (key === "$ref" && typeof entry === "string") {
        const name = entry.replace("#/components/schemas/", "");
        if (!(name in schemas)) {
          schemas[name] = {};
          schemas[name] = standAlone(description.components.schemas[name]);
        }
      }
      // OpenAPI 3.0 lets `nullable` stand without a type; JSON Schema has no such word.
      return isBareNullable(entry)
        ? { anyOf: [{ ...entry, nullable: undefined }, { type: "null" }] }
        : entry;
    });
  return ajv.compile({
    allOf: [standAlone(schema)],
    components: { schemas },
  });
}

function isBareNullable(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    "nullable" in value &&
    value.nullable === true &&
    !("type" in value)
  );
}
