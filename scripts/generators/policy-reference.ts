import * as z from "zod";
import {
  asPolicy,
  atKey,
  byName,
  fewest,
  inLists,
  isMapping,
  type Place,
} from "./policy-example.ts";
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

/** How a file's reference is written. */
interface Reference {
  /** What the file itself is called. */
  title: string;
  /** The ways to mappings that are described somewhere else. */
  elsewhere: ReadonlySet<string>;
}

/** @param example a policy in which every key is set, and of which each section shows its part */
export function policyReference(
  schema: unknown,
  example: unknown,
  { title, elsewhere = [] }: { title: string; elsewhere?: string[] },
): string {
  const whole = [{ way: [], value: example }];
  const reference = { title, elsewhere: new Set(elsewhere) };
  return sections(node.parse(schema), "", whole, reference).join("\n\n");
}

/** The section of a mapping, then those of the mappings inside it. */
function sections(
  mapping: Node,
  path: string,
  places: Place[],
  reference: Reference,
): string[] {
  if (reference.elsewhere.has(path)) return [];
  const entries = Object.entries(mapping.properties ?? {});
  const own =
    entries.length === 0
      ? []
      : [section(mapping, path, entries, places, reference)];
  const inner = entries.flatMap(([key, value]) =>
    sectionsBelow(
      value,
      path === "" ? key : `${path}.${key}`,
      // The file itself requires roles and environments, which no part could show shortly.
      atKey(places, key, path === "" ? [] : (mapping.required ?? [])),
      reference,
    ),
  );
  return [...own, ...inner];
}

function sectionsBelow(
  value: Node,
  path: string,
  places: Place[],
  reference: Reference,
): string[] {
  const forms = value.anyOf ?? value.oneOf;
  if (forms)
    return forms.flatMap((form) =>
      sectionsBelow(
        form,
        path,
        places.filter((place) => isOfForm(place, form)),
        reference,
      ),
    );
  if (value.items)
    return sectionsBelow(value.items, `${path}[]`, inLists(places), reference);
  if (typeof value.additionalProperties === "object")
    return sectionsBelow(
      value.additionalProperties,
      `${path}.<name>`,
      byName(places),
      reference,
    );
  return sections(value, path, places, reference);
}

/** Forms differ in their keys, and in the constants at these. */
function isOfForm({ value }: Place, form: Node): boolean {
  const keys = form.properties;
  if (!keys) return true;
  return (
    isMapping(value) &&
    Object.keys(value).every((key) => key in keys) &&
    (form.required ?? []).every((key) => key in value) &&
    Object.entries(keys).every(
      ([key, { const: constant }]) =>
        constant === undefined || value[key] === constant,
    )
  );
}

function section(
  mapping: Node,
  path: string,
  entries: [string, Node][],
  places: Place[],
  reference: Reference,
): string {
  const title = path === "" ? reference.title : code(path);
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
    ...exampleFor(mapping, path, places, reference),
  ].join("\n\n");
}

/** What has a section of its own is shown there, and here only where nothing goes without it. */
function exampleFor(
  { properties = {}, required }: Node,
  path: string,
  places: Place[],
  reference: Reference,
) {
  // The whole of a file stands at its end.
  if (path === "") return [];
  const shown = places.map((place) => {
    const { value } = place;
    const keys = Object.entries(isMapping(value) ? value : {}).filter(
      ([key]) =>
        required?.includes(key) ||
        sectionsBelow(properties[key] ?? {}, `${path}.${key}`, [], reference)
          .length === 0,
    );
    return { ...place, value: Object.fromEntries(keys) };
  });
  const few = fewest(shown);
  return few.length === 0 ? [] : [asPolicy(few)];
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
