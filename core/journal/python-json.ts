import { scan } from "./json-scan.ts";

/**
 * What Python's writer wrote. Its numbers that JSON does not have are read as texts that still say what they were.
 *
 * @throws SyntaxError where the text is not JSON
 */
export function parsePythonJson(text: string): unknown {
  return JSON.parse(
    /NaN|Infinity/.test(text) ? withQuotedNonNumbers(text) : text,
  );
}

function withQuotedNonNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  scan(text, text.length, (mark, start, end) => {
    if (mark !== "N") return;
    parts.push(text.slice(from, start), `"${text.slice(start, end)}"`);
    from = end;
  });
  return [...parts, text.slice(from)].join("");
}
