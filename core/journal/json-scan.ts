/** `"` is a whole string, `N` a number that is none, every other mark itself. */
export type JsonMark = '"' | "[" | "]" | "{" | "}" | "," | ":" | "N";

/** Python's writer writes NaN, Infinity and -Infinity by default, and JSON has no such numbers. */
const NON_NUMBER = /-?(?:NaN|Infinity)/y;

/**
 * Goes over a JSON text without reading it: names the marks that give it its shape, and where each stands. Takes time
 * in proportion to the text's length, whatever it holds.
 *
 * @param upTo where the text is taken to end
 * @param visit called for each mark with the offsets where it begins and where it has ended
 */
export function scan(
  text: string,
  upTo: number,
  visit: (mark: JsonMark, start: number, end: number) => void,
): void {
  for (let at = 0; at < upTo; at += 1) {
    const mark = text.charAt(at);
    switch (mark) {
      case '"': {
        const end = endOfString(text, at);
        visit(mark, at, end);
        at = end - 1;
        break;
      }
      case "[":
      case "]":
      case "{":
      case "}":
      case ",":
      case ":":
        visit(mark, at, at + 1);
        break;
      case "N":
      case "I":
      case "-": {
        NON_NUMBER.lastIndex = at;
        if (!NON_NUMBER.test(text)) break;
        const end = NON_NUMBER.lastIndex;
        visit("N", at, end);
        at = end - 1;
        break;
      }
      default:
    }
  }
}

/** The offset after the quote that closes the string; the text's end where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, offset: number): boolean {
  let backslashes = 0;
  while (text[offset - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
