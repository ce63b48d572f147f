/*
 * What Chaos Toolkit makes of the `default` of an environment variable where the variable is not set: chaoslib's
 * `convert_to_type`. One that can't be converted stops `chaos validate` with a traceback.
 */

const INTEGER = /^\s*[-+]?\d+(?:_\d+)*\s*$/;
const FLOAT =
  /^\s*[-+]?(?:(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[-+]?\d+(?:_\d+)*)?|inf(?:inity)?|nan)\s*$/i;

/** Whether a default can be made what `env_var_type` says. */
export function isConvertible(value: unknown, type: string): boolean {
  switch (type) {
    case "int":
    case "integer":
      return typeof value === "string"
        ? INTEGER.test(value)
        : Number.isFinite(Number(value)) && isNumeric(value);
    case "float":
    case "number":
      return typeof value === "string" ? FLOAT.test(value) : isNumeric(value);
    case "bytes":
      return typeof value === "string";
    case "bool":
      return typeof value === "string" || typeof value === "boolean";
    case "json":
      return typeof value !== "string" || value === "" || isJson(value);
    default:
      return true;
  }
}

/** Python's numbers, of which a boolean is one. */
function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "boolean";
}

/** Python's reader also takes NaN and the infinities. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text.replaceAll(/-?\bInfinity\b|\bNaN\b/g, "0"));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
