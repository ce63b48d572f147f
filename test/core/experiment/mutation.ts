import * as fc from "fast-check";

/* Ways in which documents go wrong: what a slip of the hand does to a text, and what a mistake does to a value. */

/** A text of the given ones, with a few characters lost, doubled, moved, or put where they do not belong. */
export function brokenText(texts: readonly string[]): fc.Arbitrary<string> {
  const slip = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 30 }),
    insert: fc.oneof(
      fc.constant(""),
      fc.constantFrom(...DANGEROUS),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(slip, { maxLength: 4 }))
    .map(([text, slips]) =>
      slips.reduce((broken, { at, length, insert }) => {
        const start = Math.floor(at * broken.length);
        return broken.slice(0, start) + insert + broken.slice(start + length);
      }, text),
    );
}

/** A value of the given ones, in which a few parts were replaced, left out, renamed or put elsewhere. */
export function brokenValue(values: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    instead: fc.oneof(
      fc.constantFrom<unknown>(...STRANGE),
      fc.jsonValue({ maxDepth: 3 }),
    ),
    how: fc.constantFrom("replace", "remove", "rename"),
  });
  return fc
    .tuple(
      fc.constantFrom(...values),
      fc.array(change, { minLength: 1, maxLength: 6 }),
    )
    .map(([value, changes]) => {
      const document: unknown = structuredClone(value);
      for (const one of changes) alter(document, one);
      return document;
    });
}

const DANGEROUS = [
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  ":",
  ",",
  "#",
  "&a ",
  "*a",
  "<<: ",
  "!!python/object:os.system ",
  "? ",
  "- ",
  "|\n",
  ">\n",
  "\t",
  "\r",
  "\r\n",
  "\n",
  "\n---\n",
  "\0",
  "\uFEFF",
  "\uFFFD",
  "\u2028",
  "${",
  "}",
  "%YAML 1.1\n",
  "~",
  ".inf",
  ".nan",
  "0o7",
  "1_000",
  "2001-01-01",
  "=",
  "@",
  "`",
  "\\",
  "\uD800",
  "😀",
];

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "${x}",
  "${",
  "$",
  "a^",
  "(",
  "[[",
  "https://",
  "http://[",
  "constructor",
  "__proto__",
  [],
  {},
  [[]],
  { type: "probe" },
  { type: "env" },
  { type: "env", key: "" },
  { type: "vault" },
  { ref: "x" },
  { ref: 1 },
  "x".repeat(5_000),
  { type: "regex", pattern: "(" },
  { type: "range", range: [2, 1] },
];

interface Change {
  at: number;
  instead: unknown;
  how: string;
}

/** Changes the part that the number leads to, counted from the top; the next change may lead into what this one put there. */
function alter(document: unknown, { at, instead, how }: Change): void {
  const parts = partsOf(document);
  const part = parts[at % Math.max(1, parts.length)];
  if (!part) return;
  const { owner, key } = part;
  if (how === "replace") Reflect.set(owner, key, structuredClone(instead));
  else if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else {
    if (how === "rename")
      Reflect.set(owner, `${key.slice(1)}s`, Reflect.get(owner, key));
    Reflect.deleteProperty(owner, key);
  }
}

function partsOf(value: unknown): { owner: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { owner: value, key },
    ...partsOf(inner),
  ]);
}
