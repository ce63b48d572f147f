import * as z from "zod";

type Schema = z.core.$ZodType;

/** The schemas that a value at the path has to satisfy one of; empty where the path leads out of the schema. */
export function schemasAt(
  schema: Schema,
  path: readonly PropertyKey[],
): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, step) => schemas.flatMap((one) => unwrap(childOf(one, step))),
    unwrap(schema),
  );
}

/** One place of a schema, with what lies below it looked up once. */
export class SchemaPlace {
  /** The keys that a mapping may have here; empty where they are free. */
  readonly keys: readonly string[];
  readonly #schemas: readonly Schema[];
  readonly #below = new Map<PropertyKey, SchemaPlace>();

  constructor(...schemas: readonly Schema[]) {
    this.#schemas = schemas.flatMap((schema) => unwrap(schema));
    this.keys = keysOf(this.#schemas);
  }

  /** @param step a key, or any index of a list */
  below(step: string | number): SchemaPlace {
    const name = typeof step === "number" ? 0 : step;
    const seen = this.#below.get(name);
    if (seen) return seen;
    const children = this.#schemas.flatMap((one) => childOf(one, name) ?? []);
    const place = new SchemaPlace(...children);
    // What is no key of the schema comes from the document, and is nothing to remember.
    if (children.length > 0) this.#below.set(name, place);
    return place;
  }
}

/** The keys that a mapping at this place may have; empty where they are free. */
export function keysOf(schemas: readonly Schema[]): string[] {
  const keys = schemas.flatMap((schema) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : [],
  );
  return [...new Set(keys)];
}

/** What the schema's author says about the place: its description, and examples of what stands there. */
export function noteAt(
  schema: Schema,
  path: readonly PropertyKey[],
): { description?: string | undefined; examples?: unknown[] | undefined } {
  const last = path.at(-1);
  if (last === undefined) return {};
  const notes = schemasAt(schema, path.slice(0, -1))
    .flatMap((parent) => layersOf(childOf(parent, last)))
    .map((layer) => z.globalRegistry.get(layer));
  return {
    description: notes.find((note) => note?.description)?.description,
    examples: notes.map((note) => note?.["examples"]).find(Array.isArray),
  };
}

function unwrap(schema: Schema | undefined): Schema[] {
  const innermost = layersOf(schema).at(-1);
  if (innermost instanceof z.ZodUnion)
    return innermost.options.flatMap((option) => unwrap(option));
  return innermost ? [innermost] : [];
}

/** A schema, what it wraps (`optional`, `default`, …), and so on to the innermost. */
function layersOf(schema: Schema | undefined): Schema[] {
  if (!schema) return [];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  )
    return [schema, ...layersOf(schema.unwrap())];
  // What is preprocessed is described by what comes out of it, what is transformed by what goes in.
  if (schema instanceof z.ZodPipe)
    return [
      schema,
      ...layersOf(schema.in instanceof z.ZodTransform ? schema.out : schema.in),
    ];
  return [schema];
}

function childOf(schema: Schema, step: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  if (!(schema instanceof z.ZodObject)) return undefined;
  const child: unknown = Object.hasOwn(schema.shape, step)
    ? schema.shape[String(step)]
    : undefined;
  return child instanceof z.ZodType ? child : undefined;
}
