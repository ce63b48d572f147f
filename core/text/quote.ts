const LONGEST = 60;

/** A value as a message names it: short, on one line, free of control characters. */
export function quote(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a mapping";
  if (value === "") return "empty text";
  const text = written(value).replaceAll(/[\p{Cc}\p{Cf}`]/gu, " ");
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return `\`${short}\``;
}

function written(value: unknown): string {
  if (typeof value === "string") return value;
  // JSON has neither infinity nor NaN.
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** Quoted words in a row: "`a`, `b` or `c`"; at most a dozen of them. */
export function quoteAll(values: readonly unknown[], joint = "or"): string {
  const words = values.slice(0, 12).map(quote);
  return values.length > words.length
    ? `${words.join(", ")}, …`
    : join(words, joint);
}

/** Words in a row: "a, b or c". */
export function join(words: readonly string[], joint = "or"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2
    ? last
    : `${words.slice(0, -1).join(", ")} ${joint} ${last}`;
}
