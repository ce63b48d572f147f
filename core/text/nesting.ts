import { Lexer } from "yaml";
import type { DocumentProblem } from "./document-tree.ts";

/**
 * Finds where more mappings and lists stand inside one another than may. Asked before the document is parsed, because
 * the parser takes quadratic time for them. Lists that are only indented are no matter: a line for each costs more text.
 */
export function findExcessiveNesting(
  text: string,
  depth: number,
): DocumentProblem | undefined {
  if (!isSuspicious(text, depth)) return undefined;
  let offset = 0;
  let brackets = 0;
  let dashes = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (isScalar) dashes = 0;
    else if (lexeme === "[" || lexeme === "{") brackets += 1;
    else if (lexeme === "]" || lexeme === "}") brackets -= 1;
    else if (lexeme === "-" || lexeme === "?") dashes += 1;
    else if (lexeme.trim() !== "") dashes = 0;
    if (brackets > depth || dashes > depth) return problemAt(offset, depth);
    const isMark = !isScalar && MARKS.has(lexeme);
    isScalar = lexeme === SCALAR;
    if (!isMark) offset += lexeme.length;
  }
  return undefined;
}

/** What the lexer puts before a scalar and around documents; it stands in no text. */
const SCALAR = "\u001F";
const MARKS = new Set(["\u0002", "\u0018", SCALAR]);

/** Whether there are as many brackets or dashes as it takes, wherever they stand: quick to see, rarely so. */
function isSuspicious(text: string, depth: number): boolean {
  let open = 0;
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "[" || character === "{") open += 1;
    else if (character === "]" || character === "}")
      open = Math.max(0, open - 1);
    if (character === "-" || character === "?") run += 1;
    else if (character !== " " && character !== "\t") run = 0;
    if (open > depth || run > depth) return true;
  }
  return false;
}

function problemAt(offset: number, depth: number): DocumentProblem {
  return {
    code: "too-deep",
    message: `more than ${depth} mappings and lists stand inside one another`,
    offset,
    path: [],
  };
}
