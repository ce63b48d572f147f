import { Lexer } from "yaml";
import type { DocumentProblem, TreeLimits } from "./document-tree.ts";

type Limits = Pick<TreeLimits, "depth" | "values">;

/**
 * Finds where more mappings and lists stand inside one another than may, or more values than may stand in one file.
 * Asked before the document is parsed, because the parser takes quadratic time for the ones and seconds for the others.
 * Lists that are only indented are no matter: a line for each costs more text.
 */
export function findExcess(
  text: string,
  limits: Limits,
): DocumentProblem | undefined {
  if (!isSuspicious(text, limits)) return undefined;
  let offset = 0;
  let brackets = 0;
  let dashes = 0;
  let values = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && (lexeme === "-" || lexeme === "?")) dashes += 1;
    else if (isScalar || !/^[ \t]*$/.test(lexeme)) dashes = 0;
    if (!isScalar && (lexeme === "[" || lexeme === "{")) brackets += 1;
    if (!isScalar && (lexeme === "]" || lexeme === "}")) brackets -= 1;
    if (!isScalar && isBeginning(lexeme)) values += 1;
    if (brackets > limits.depth || dashes > limits.depth)
      return { ...tooDeep(limits), offset, path: [] };
    if (values > limits.values) return { ...tooMany(limits), offset, path: [] };
    const isMark = !isScalar && MARKS.has(lexeme);
    isScalar = lexeme === SCALAR;
    if (!isMark) offset += lexeme.length;
  }
  return undefined;
}

/** What the lexer puts before a scalar and around documents; it stands in no text. */
const SCALAR = "\u001F";
const MARKS = new Set(["\u0002", "\u0018", SCALAR]);
/** Whether a value begins with it, or a key; a dash may be followed by nothing, which is a value too. */
function isBeginning(lexeme: string): boolean {
  return ["[", "{", "-", SCALAR].includes(lexeme) || /^["']/.test(lexeme);
}

/** Whether there are as many signs as it takes, wherever they stand: quick to see, rarely so. */
function isSuspicious(text: string, { depth, values }: Limits): boolean {
  let open = 0;
  let run = 0;
  let signs = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "[" || character === "{") open += 1;
    else if (character === "]" || character === "}")
      open = Math.max(0, open - 1);
    if (character === "-" || character === "?") run += 1;
    else if (character !== " " && character !== "\t") run = 0;
    if (SIGNS.has(character)) signs += 1;
    if (open > depth || run > depth || signs > values / 2) return true;
  }
  return false;
}

/** One of them stands beside each value; a key with its value, or a dash with its value, needs but one. */
const SIGNS = new Set(["[", "{", ",", ":", "-", "\n"]);

function tooDeep({ depth }: Limits) {
  return {
    code: "too-deep",
    message: `more than ${depth} mappings and lists stand inside one another`,
  };
}

function tooMany({ values }: Limits) {
  return {
    code: "too-many-values",
    message: `more than ${values} values stand in this file`,
    hint: "split it, or leave out what is repeated",
  };
}
