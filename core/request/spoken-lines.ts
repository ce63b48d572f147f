import MarkdownIt from "markdown-it";

/** GitHub's own limit of a comment, in characters; nothing longer can be one. */
const LIMIT = 65_536;

/** Where private use begins in Unicode, and how much of it is used to mark lines. */
const FIRST_MARK = 0xe000;
const MARKS = 6_000;

// Strikethrough is GitHub's addition to CommonMark that can take a line back.
const markdown = new MarkdownIt("commonmark").enable("strikethrough");

/**
 * The lines of a comment that begin with `word` and that a reader sees as the author's own plain words: not in a
 * quotation, code, a comment, a heading, a list or a table, and not within emphasis that began before.
 *
 * What Markdown makes of a line can hang on what stands far above it, so it is asked of a parser: each such line gets
 * a mark in place of its first word, and those count whose mark comes out at the start of a line of a paragraph.
 *
 * @returns the lines as written, without white space around them
 */
export function spokenLines(body: string, word: string): string[] {
  const lines: string[] = [];
  const marked = body
    .slice(0, LIMIT)
    .replace(/\r\n?/g, "\n")
    .replace(/[\uE000-\uF8FF]/g, "\uFFFD")
    .split("\n")
    .map((line) => {
      const written = line.trim();
      const begins =
        /^ {0,3}\S/.test(line) && `${written} `.startsWith(`${word} `);
      if (!begins || lines.length === MARKS) return line;
      lines.push(written);
      const mark = String.fromCharCode(FIRST_MARK + lines.length - 1);
      return line.replace(word, mark);
    })
    .join("\n");
  if (lines.length === 0) return [];
  return marksInPlainSight(marked).flatMap((mark) => lines[mark] ?? []);
}

function marksInPlainSight(marked: string): number[] {
  const marks: number[] = [];
  const tokens = markdown.parse(marked, {});
  for (const [index, token] of tokens.entries()) {
    const paragraph = token.type === "paragraph_open" && token.level === 0;
    if (!paragraph) continue;
    let atLineStart = true;
    for (const part of tokens[index + 1]?.children ?? []) {
      if (part.type === "softbreak" || part.type === "hardbreak") {
        atLineStart = true;
        continue;
      }
      const code = part.content.charCodeAt(0);
      const plain = part.type === "text" && part.level === 0;
      if (atLineStart && plain && code >= FIRST_MARK)
        marks.push(code - FIRST_MARK);
      atLineStart = false;
    }
  }
  return marks;
}
