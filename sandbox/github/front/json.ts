/** An object as JSON has it, of which only a part is known. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @throws TypeError where it is none; `what` says what was expected */
export function jsonObject(value: unknown, what: string): JsonObject {
  if (!isJsonObject(value)) throw new TypeError(`${what} is no JSON object`);
  return value;
}
