import { clip } from "./escape.ts";

/** A text of somebody else's on one line, without characters that hide, turn or command a terminal. */
export function plain(text: string, max: number): string {
  return clip(
    text
      .replace(/\s+/g, " ")
      .replace(/[\p{Cc}\p{Cf}]/gu, "")
      .trim(),
    max,
  );
}

/** `a`, `a and b`, `a, b and c`; what is more than `max` is only counted. */
export function enumerate(
  items: readonly string[],
  conjunction: "and" | "or",
  max = 8,
): string {
  const shown = items.slice(0, max);
  const rest = items.length - shown.length;
  if (rest > 0) shown.push(`${String(rest)} more`);
  const last = shown.pop() ?? "nobody";
  return shown.length === 0
    ? last
    : `${shown.join(", ")} ${conjunction} ${last}`;
}

/** A digest as short as a person can still compare it. */
export function shortDigest(digest: string): string {
  return plain(digest, 20);
}
