import * as z from "zod";
import { code, table } from "./tables.ts";

/* The reference of the policy's keys as Markdown, from its JSON Schema: a section for each mapping, a row for each key. */

interface Node {
  description?: string | undefined;
  type?: string | undefined;
  const?: unknown;
  enum?: unknown[] | undefined;
  default?: unknown;
  examples?: unknown[] | undefined;
  required?: string[] | undefined;
  properties?: Record<string, Node> | undefined;
  additionalProperties?: Node | boolean | undefined;
  items?: Node | undefined;
  anyOf?: Node[] | undefined;
  /** Forms that a constant among their keys tells apart. */
  oneOf?: Node[] | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    default: z.unknown().optional(),
    examples: z.array(z.unknown()).optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), node).optional(),
    additionalProperties: z.union([node, z.boolean()]).optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
    oneOf: z.array(node).optional(),
  }),
);

export function policyReference(schema: unknown): string {
  return sections(node.parse(schema), "").join("\n\n");
}

/** The section of a mapping, then those of the mappings inside it. */
function sections(mapping: Node, path: string): string[] {
  const entries = Object.entries(mapping.properties ?? {});
  const own = entries.length === 0 ? [] : [section(mapping, path, entries)];
  const inner = entries.flatMap(([key, value]) =>
    sectionsBelow(value, path === "" ? key : `${path}.${key}`),
  );
  return [...own, ...inner];
}

function sectionsBelow(value: Node, path: string): string[] {
  const forms = value.anyOf ?? value.oneOf;
  if (forms) return forms.flatMap((form) => sectionsBelow(form, path));
  if (value.items) return sectionsBelow(value.items, `${path}[]`);
  if (typeof value.additionalProperties === "object")
    return sectionsBelow(value.additionalProperties, `${path}.<name>`);
  return sections(value, path);
}

function section(
  mapping: Node,
  path: string,
  entries: [string, Node][],
): string {
  const title = path === "" ? "The file" : code(path);
  const rows = entries.map(([key, value]) => [
    code(key),
    value.description ?? "",
    writtenAs(value),
    mapping.required?.includes(key) ? "required" : fallback(value),
  ]);
  return [
    `### ${title}`,
    sentence(mapping.description ?? ""),
    table(["Key", "What it says", "Written as", "Where absent"], rows),
  ].join("\n\n");
}

/** How a value is written, in words. */
function writtenAs(value: Node): string {
  if (value.const !== undefined) return code(JSON.stringify(value.const));
  if (value.enum)
    return value.enum.map((one) => code(String(one))).join(" or ");
  if (value.items) return `a list: ${writtenAs(value.items)}`;
  if (value.oneOf) return "one of the forms below";
  if (value.anyOf)
    return [...new Set(value.anyOf.map(writtenAsForm))].join(" or ");
  if (value.additionalProperties && !value.properties)
    return "a mapping by name";
  if (value.properties) return "a mapping";
  const examples = value.examples?.map((one) => code(String(one))).join(", ");
  return examples ?? (value.type === "boolean" ? "`true` or `false`" : "text");
}

/** A form that is a mapping has a section of its own. */
function writtenAsForm(form: Node): string {
  return form.properties ? "one of the forms below" : writtenAs(form);
}

function fallback(value: Node): string {
  if (value.default === undefined) return "";
  return typeof value.default === "string"
    ? code(value.default)
    : code(JSON.stringify(value.default));
}

function sentence(text: string): string {
  return text === "" || text.endsWith(".") ? text : `${text}.`;
}
