/** What can be said about a JSON text without reading it. */
export interface JsonOutline {
  /** How deep lists and objects are nested at most. */
  depth: number;
  /** Where Python wrote NaN, Infinity or -Infinity: its writer does by default, and JSON has no such numbers. */
  nonNumbers: { offset: number; text: string }[];
  /** Where the text ends before its lists and objects do: up to where it is whole, and what closes it there. */
  unclosed?: { upTo: number; closers: string };
}

/** What is nested deeper is refused, so how to close it is not kept. */
const DEEPEST_CLOSED = 1_000;

const NON_NUMBER = /-?(?:NaN|Infinity)/y;

/** Takes time in proportion to the text's length, whatever it holds. */
export function outline(text: string): JsonOutline {
  const found: JsonOutline = { depth: 0, nonNumbers: [] };
  let open = 0;
  let whole = 0;
  const closers: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '"':
        at = endOfString(text, at);
        break;
      case "[":
      case "{":
        open += 1;
        found.depth = Math.max(found.depth, open);
        if (open <= DEEPEST_CLOSED)
          closers.push(text.charAt(at) === "[" ? "]" : "}");
        whole = at + 1;
        break;
      case "]":
      case "}":
        if (open <= DEEPEST_CLOSED) closers.pop();
        open -= 1;
        whole = at + 1;
        break;
      case ",":
        whole = at;
        break;
      case "N":
      case "I":
      case "-": {
        NON_NUMBER.lastIndex = at;
        const number = NON_NUMBER.exec(text)?.[0];
        if (number === undefined) break;
        found.nonNumbers.push({ offset: at, text: number });
        at += number.length - 1;
        break;
      }
      default:
    }
  }
  if (open > 0)
    found.unclosed = { upTo: whole, closers: closers.toReversed().join("") };
  return found;
}

/**
 * The text as JSON: its numbers that are none in quotes, so that it still says what they were; and where it ends in
 * the middle, without what is not whole and with its lists and objects closed.
 */
export function mend(
  text: string,
  { nonNumbers, unclosed }: JsonOutline,
): string {
  const end = unclosed?.upTo ?? text.length;
  let rest = 0;
  const parts = nonNumbers
    .filter(({ offset }) => offset < end)
    .flatMap(({ offset, text: number }) => {
      const before = text.slice(rest, offset);
      rest = offset + number.length;
      return [before, `"${number}"`];
    });
  return [...parts, text.slice(rest, end), unclosed?.closers ?? ""].join("");
}

/** The offset of the quote that closes the string; the text's end where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, offset: number): boolean {
  let backslashes = 0;
  while (text[offset - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
