/*
 * Whether a JSON path is one for Chaos Toolkit, which reads it with jsonpath2: keys in double quotes, one `=`, `and`
 * and `or` in words. Paths as other libraries take them are the usual mistake here.
 */

const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  /"(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})|[^"\\\p{Cc}])*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?(?:0|[1-9]\d*))?|[A-Za-z_]\w*|\.\.|[<>!]=|[@$.*=<>{}[\]:,()?]/uy;
const WORDS = ["and", "or", "not", "true", "false", "null"];
const FUNCTIONS = [
  "charAt",
  "entries",
  "keys",
  "length",
  "substring",
  "values",
];
const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="];
/** What is longer is not looked into; within it, nothing stands deep enough to be a burden. */
const LONGEST = 1_000;

/** What is wrong with a path, as a part of a sentence; undefined where Chaos Toolkit can read it. */
export function jsonPathProblem(path: string): string | undefined {
  const text = path.trim();
  if (text.length > LONGEST) return undefined;
  if (!text.startsWith("$")) return "a JSON path begins with $";
  if (text.startsWith("${"))
    return "a JSON path is checked before variables are filled in, so it begins with $ itself";
  const tokens = tokensOf(text);
  if (tokens && new Reader(tokens).isPath()) return undefined;
  if (text.includes("'"))
    return 'in a JSON path, text stands in "double quotes"';
  if (text.includes("==")) return "a JSON path compares with one =";
  if (/&&|\|\||!(?!=)/.test(text))
    return "a JSON path has the words `and`, `or` and `not`";
  return "Chaos Toolkit can't read this as a JSON path: see jsonpath2";
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  let offset = 0;
  while (offset < text.length) {
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return undefined;
    tokens.push(token);
    SPACE.lastIndex = offset + token.length;
    offset = SPACE.lastIndex + (SPACE.exec(text)?.[0].length ?? 0);
  }
  return tokens;
}

/** Reads from left to right; each method says whether what it is named after stands here, and steps behind it. */
class Reader {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  isPath(): boolean {
    return this.#take("$") && this.#steps() && this.#at === this.#tokens.length;
  }

  get #next(): string {
    return this.#tokens[this.#at] ?? "";
  }

  #take(...wanted: string[]): boolean {
    const isHere = wanted.includes(this.#next);
    if (isHere) this.#at += 1;
    return isHere;
  }

  #matches(pattern: RegExp): boolean {
    const isHere = pattern.test(this.#next);
    if (isHere) this.#at += 1;
    return isHere;
  }

  #steps(): boolean {
    for (;;) {
      if (this.#take("..")) {
        if (this.#next === "[" ? !this.#brackets() : !this.#word())
          return false;
      } else if (this.#take(".")) {
        if (!this.#word()) return false;
      } else if (this.#next !== "[") return true;
      else if (!this.#brackets()) return false;
    }
  }

  #word(): boolean {
    if (this.#take("*")) return true;
    const name = this.#next;
    if (WORDS.includes(name) || !this.#matches(/^[A-Za-z_]/)) return false;
    return this.#next !== "(" || this.#call(name);
  }

  #call(name: string): boolean {
    return FUNCTIONS.includes(name) && this.#list("(", ")", () => this.#side());
  }

  #brackets(): boolean {
    return (
      this.#list("[", "]", () => this.#selector()) &&
      this.#tokens[this.#at - 2] !== "["
    );
  }

  #selector(): boolean {
    if (this.#take("*") || this.#matches(/^"/)) return true;
    if (this.#take("?"))
      return this.#take("(") && this.#condition() && this.#take(")");
    if (this.#take("$", "@")) return this.#steps();
    const name = this.#next;
    if (this.#matches(/^[A-Za-z_]/)) return this.#call(name);
    const begins = this.#matches(/^-?\d+$/);
    if (!this.#take(":")) return begins;
    this.#matches(/^-?\d+$/);
    if (this.#take(":")) this.#matches(/^-?\d+$/);
    return true;
  }

  #condition(): boolean {
    do {
      while (this.#take("not"));
      const isWhole =
        this.#next === "("
          ? this.#take("(") && this.#condition() && this.#take(")")
          : this.#comparison();
      if (!isWhole) return false;
    } while (this.#take("and", "or"));
    return true;
  }

  #comparison(): boolean {
    return this.#side() && (!this.#take(...COMPARISONS) || this.#side());
  }

  #side(): boolean {
    return this.#take("$", "@") ? this.#steps() : this.#value();
  }

  #value(): boolean {
    if (this.#next === "[") return this.#list("[", "]", () => this.#value());
    if (this.#next === "{") return this.#list("{", "}", () => this.#pair());
    return this.#take("true", "false", "null") || this.#matches(/^["\d-]/);
  }

  #pair(): boolean {
    return this.#matches(/^"/) && this.#take(":") && this.#value();
  }

  /** Entries with commas between them, or none. */
  #list(opening: string, closing: string, entry: () => boolean): boolean {
    if (!this.#take(opening)) return false;
    if (this.#take(closing)) return true;
    do if (!entry()) return false;
    while (this.#take(","));
    return this.#take(closing);
  }
}
