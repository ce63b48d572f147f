/**
 * The value of a JSON text in which nothing needs a closer look: it is JSON, no key stands twice, and it is neither
 * large nor deep. Most texts are like that, and this tells it in a hundredth of the time that it takes to know where
 * each value stands. Undefined where it can't be told so quickly; nothing need be wrong then.
 *
 * @param limits.values how many values there may be
 */
export function readPlainJson(
  text: string,
  limits: { depth: number; values: number },
): { value: unknown } | undefined {
  // A value takes one character at least.
  if (text.length > limits.values) return undefined;
  // These hide quotes and keys from a count of them.
  if (text.includes("\\u") || text.includes("__proto__")) return undefined;
  const { quotes, depth } = count(text);
  if (depth > limits.depth) return undefined;
  const value = parse(text);
  // The parser keeps the last of equal keys; with the others their quotes are gone.
  return value !== undefined && count(JSON.stringify(value)).quotes === quotes
    ? { value }
    : undefined;
}

const [QUOTE, OPEN, CLOSE] = ['"', "{", "}"].map((one) => one.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST] = ["[", "]"].map((one) => one.charCodeAt(0));

/** All quotes, and how deep brackets stand at most; those inside of strings count too, so it may be less deep. */
function count(text: string): { quotes: number; depth: number } {
  let quotes = 0;
  let open = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) quotes += 1;
    else if (character === OPEN || character === OPEN_LIST) {
      open += 1;
      depth = Math.max(depth, open);
    } else if (character === CLOSE || character === CLOSE_LIST) open -= 1;
  }
  return { quotes, depth };
}

/** Undefined where the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
