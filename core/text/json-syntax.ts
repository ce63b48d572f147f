/** Where a text stops being JSON, and why. */
export interface JsonProblem {
  offset: number;
  message: string;
  hint?: string;
}

/** What has to come next, and how a person is told so. */
const AWAITED = {
  value:
    "a value is expected here: text in double quotes, a number, a list, a mapping; no comment",
  "value-or-end": "a value or `]` is expected here",
  key: "a key in double quotes is expected here",
  "key-or-end": "a key in double quotes or `}` is expected here",
  colon: "a `:` is expected here",
  "comma-or-}": "a comma or `}` is expected here",
  "comma-or-]": "a comma or `]` is expected here",
  nothing: "the document has ended, and something follows",
} as const;

type Awaited = keyof typeof AWAITED;

/** What a text in quotes may hold, up to where it is cut off. */
const WITHIN_QUOTES =
  /"[^"\\\n\t\r]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\n\t\r]*)*/y;
const SPACE = /[ \t\r\n]*/y;
const TOKEN = new RegExp(
  [
    String.raw`[{}[\],:]`,
    // Control characters inside of text are looked for by the caller, in every format.
    String.raw`"[^"\\\n\t\r]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\n\t\r]*)*"`,
    String.raw`(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])`,
  ].join("|"),
  "y",
);

/**
 * Finds the first place where a text is not JSON by RFC 8259, or undefined where it is.
 * YAML reads more than JSON does (comments, trailing commas, bare words), Chaos Toolkit's reader of .json does not.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const open: string[] = [];
  let awaited: Awaited = "value";
  let offset = match(SPACE, text, 0).length;
  let before = { token: "", offset };
  while (offset < text.length) {
    const token = match(TOKEN, text, offset);
    const next: Awaited | undefined =
      token === "" ? undefined : ADVANCE[awaited](token, open);
    if (next === undefined)
      return (
        slipOfComma(awaited, token, before) ??
        slipOfText(text, offset) ?? {
          offset,
          message: AWAITED[awaited],
        }
      );
    awaited = next;
    before = { token, offset };
    offset += token.length;
    offset += match(SPACE, text, offset).length;
  }
  if (awaited === "nothing") return undefined;
  return { offset, message: `the file ends too early: ${AWAITED[awaited]}` };
}

/** The usual slips are told where they are mended, which may be lines before the place where the text stops making sense. */
function slipOfComma(
  awaited: Awaited,
  token: string,
  before: { token: string; offset: number },
): JsonProblem | undefined {
  if (before.token === "," && /^[}\]]/.test(token))
    return {
      offset: before.offset,
      message: "a comma stands after the last entry, and none may stand there",
      hint: "remove the comma",
    };
  if (awaited.startsWith("comma-or-") && /^["[{\w-]/.test(token))
    return {
      offset: before.offset + before.token.length,
      message: "there is no comma between this entry and the next",
      hint: "put a comma here",
    };
  return undefined;
}

/** A text that is cut off, and what other formats than JSON have. */
function slipOfText(text: string, offset: number): JsonProblem | undefined {
  const begin = text.slice(offset, offset + 2);
  if (/^(?:\/[/*]|#)/.test(begin))
    return { offset, message: "JSON has no comments", hint: "remove it" };
  if (begin.startsWith("'"))
    return { offset, message: "text stands in double quotes in JSON" };
  const within = match(WITHIN_QUOTES, text, offset);
  if (within === "" || text[offset + within.length] === '"') return undefined;
  const end = offset + within.length;
  if (text[end] === "\\")
    return {
      offset: end,
      message: "JSON knows no such escape",
      hint: "write `\\\\` for a backslash",
    };
  return text[end] === "\t"
    ? { offset: end, message: "a tab stands within text", hint: "write `\\t`" }
    : {
        offset,
        message: "this text has no closing quote on its line",
        hint: "write `\\n` for a line break within text",
      };
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? "";
}

/** What has to follow the token; undefined where the token may not stand here. */
type Advance = (token: string, open: string[]) => Awaited | undefined;

const key: Advance = (token) => (token.startsWith('"') ? "colon" : undefined);

const ADVANCE: Record<Awaited, Advance> = {
  value: beginValue,
  "value-or-end": (token, open) =>
    beginValue(token, open) ?? close(token, open),
  key,
  "key-or-end": (token, open) => key(token, open) ?? close(token, open),
  colon: (token) => (token === ":" ? "value" : undefined),
  "comma-or-}": (token, open) => (token === "," ? "key" : close(token, open)),
  "comma-or-]": (token, open) => (token === "," ? "value" : close(token, open)),
  nothing: () => undefined,
};

function beginValue(token: string, open: string[]): Awaited | undefined {
  if (/^[}\],:]/.test(token)) return undefined;
  if (token !== "{" && token !== "[") return afterValue(open);
  open.push(token);
  return token === "{" ? "key-or-end" : "value-or-end";
}

function close(token: string, open: string[]): Awaited | undefined {
  if (token !== (open.at(-1) === "{" ? "}" : "]")) return undefined;
  open.pop();
  return afterValue(open);
}

function afterValue(open: string[]): Awaited {
  const around = open.at(-1);
  if (around === undefined) return "nothing";
  return around === "{" ? "comma-or-}" : "comma-or-]";
}
