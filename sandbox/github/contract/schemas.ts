import {
  Ajv,
  type ErrorObject,
  type Options,
  type ValidateFunction,
} from "ajv";
import addFormats from "ajv-formats";
import { githubDescription } from "./description.ts";

/* Schemas of the description are compiled one by one, with those that they refer to: all at once would take minutes. */

const PREFIX = "#/components/schemas/";

/** What is wrong with a value by a schema; undefined where nothing is. */
type Judge = (schema: object, value: unknown) => string | undefined;

/** The judge of bodies and payloads. */
export const problem: Judge = judge({}, (schema) => schema);

const wrapped = judge({ coerceTypes: "array" }, (schema) => ({
  properties: { value: schema },
}));

/** The judge of queries: everything there is text, and is read as the type that its parameter has. */
export function queryProblem(
  schema: object,
  value: string,
): string | undefined {
  return wrapped(schema, { value });
}

function judge(options: Options, around: (schema: object) => object): Judge {
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    logger: false,
    // Most schemas judge only a few values: to make their code faster costs more than it gains.
    code: { optimize: false },
    ...options,
  });
  addFormats.default(ajv);
  const components = new Set<string>();
  const compiled = new WeakMap<object, ValidateFunction>();
  /** A component is known to the validator by its name. */
  const refer = (name: string) => {
    if (components.has(name)) return;
    // Noted before it is read: components refer to themselves.
    components.add(name);
    ajv.addSchema(standAlone(githubDescription().component(name), refer), name);
  };
  return (schema, value) => {
    let validate = compiled.get(schema);
    if (!validate) {
      validate = ajv.compile(standAlone(around(schema), refer));
      compiled.set(schema, validate);
    }
    return validate(value) ? undefined : sentence(validate.errors ?? []);
  };
}

/** The first complaints; those about the branches of a union come before the one about the union. */
function sentence(errors: ErrorObject[]): string {
  return errors
    .slice(0, 4)
    .map(({ instancePath, message, params }) => {
      const allowed: unknown = params["allowedValues"];
      const values = Array.isArray(allowed) ? ` ${allowed.join(", ")}` : "";
      return `${instancePath || "/"} ${message}${values}`;
    })
    .join("; ");
}

/**
 * A copy that refers to components by their plain names. Two things are written out: OpenAPI 3.0 lets `nullable` stand
 * without a type, which JSON Schema does not know; and where GitHub's description has `nullable` beside `enum`, it
 * means that null is one of the values (`state_reason` of an open issue is null).
 */
function standAlone(schema: unknown, refer: (name: string) => void): object {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (!isObject(value)) return value;
    const copied = Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        // Examples refer to examples, which judge nothing.
        if (
          key !== "$ref" ||
          typeof entry !== "string" ||
          !entry.startsWith(PREFIX)
        )
          return [key, copy(entry)];
        const name = entry.replace(PREFIX, "");
        refer(name);
        return [key, name];
      }),
    );
    if (copied["nullable"] !== true) return copied;
    if ("type" in copied && !("enum" in copied)) return copied;
    const { nullable: _, ...bare } = copied;
    return { anyOf: [{ type: "null" }, bare] };
  };
  const copied = copy(schema);
  if (!isObject(copied)) throw new TypeError("a schema was expected");
  return copied;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
