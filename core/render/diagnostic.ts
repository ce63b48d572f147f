import type { Position } from "../text/position.ts";

const WIDTH = 100;

/**
 * The line of a document that a finding is about, with a caret under the place:
 *
 *     12 |       roles: [backend_lead]
 *        |               ^
 *
 * A long line is cut down to what stands around the place. Empty where the document has no such line.
 */
export function renderExcerpt(
  text: string,
  { line, column }: Position,
): string {
  const source = text.replace(/^\uFEFF/, "").split("\n")[line - 1];
  if (source === undefined) return "";
  const first = Math.max(
    0,
    Math.min(column - 1 - WIDTH / 2, source.length - WIDTH),
  );
  const shown = source.slice(first, first + WIDTH).trimEnd();
  const number = `${line}`;
  const margin = " ".repeat(number.length);
  // Each character keeps its column: one that would command the terminal becomes a blank.
  const visible = shown.replaceAll(/[\p{Cc}\p{Cf}]/gv, " ");
  const caret = " ".repeat(column - 1 - first);
  return `${number} | ${visible}\n${margin} | ${caret}^`;
}
