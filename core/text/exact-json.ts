/*
 * JSON that gives back exactly what was written. Plain data has values that JSON has no words for: they stand as an
 * object with the one key `$date`, `$number`, `$map` or `$set`. A key that begins with `$` itself gets another in front.
 */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Nothing that is worth recording is nested deeper; what is would exhaust the stack. */
const DEEPEST = 200;

/**
 * Keys that are undefined are left out, as JSON does.
 *
 * @throws TypeError for what is no plain data, as a function or an object of a class
 */
export function toExactJson(value: unknown, depth = 0): Json {
  if (depth > DEEPEST) throw new TypeError("nested too deeply to be recorded");
  if (value === null || typeof value === "string" || typeof value === "boolean")
    return value;
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "object")
    throw new TypeError(`a value of type ${typeof value} can't be recorded`);

  const inner = (part: unknown) => toExactJson(part, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Date) return { $date: isoOf(value) };
  if (value instanceof Map)
    return { $map: [...value].map((entry) => entry.map(inner)) };
  if (value instanceof Set) return { $set: [...value].map(inner) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError("an object of a class can't be recorded");
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [
        key.startsWith("$") ? `$${key}` : key,
        inner(part),
      ]),
  );
}

function fromNumber(value: number): Json {
  if (Object.is(value, -0)) return { $number: "-0" };
  return Number.isFinite(value) ? value : { $number: String(value) };
}

function isoOf(moment: Date): string | null {
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/**
 * @param json a value as `JSON.parse` gives it
 * @throws TypeError where it is not as `toExactJson` writes it
 */
export function fromExactJson(json: unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new TypeError("nested too deeply");
  const inner = (part: unknown) => fromExactJson(part, depth + 1);
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(inner);
  const entries = Object.entries(json);
  const [[key, value] = [""]] = entries;
  if (entries.length === 1 && /^\$[^$]/.test(key))
    return fromTag(key, value, inner);
  return Object.fromEntries(
    entries.map(([name, part]) => {
      if (/^\$(?!\$)/.test(name)) throw new TypeError(`no such tag: ${name}`);
      return [name.replace(/^\$/, ""), inner(part)];
    }),
  );
}

function fromTag(
  tag: string,
  value: unknown,
  inner: (part: unknown) => unknown,
): unknown {
  if (tag === "$date" && value === null) return new Date(Number.NaN);
  if (tag === "$date" && typeof value === "string") return new Date(value);
  if (tag === "$number" && /^(NaN|-?Infinity|-0)$/.test(String(value)))
    return Number(value);
  if (tag === "$set" && Array.isArray(value)) return new Set(value.map(inner));
  if (tag === "$map" && Array.isArray(value))
    return new Map(
      value.map((entry: unknown) => {
        if (!Array.isArray(entry) || entry.length !== 2)
          throw new TypeError("an entry of a $map is a key and a value");
        return [inner(entry[0]), inner(entry[1])];
      }),
    );
  throw new TypeError(`not as it is written: ${tag}`);
}
