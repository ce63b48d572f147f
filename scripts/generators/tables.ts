/* Markdown tables, and the places in hand-written pages where generated ones go. */

/** Puts each text between its two marks, which the page has to have. @throws Error naming marks that are not there */
export function fillMarks(
  page: string,
  fillings: Record<string, string>,
): string {
  let text = page;
  for (const [name, filling] of Object.entries(fillings)) {
    const begin = `<!-- ${name}: written by npm run generate -->`;
    const end = `<!-- end of ${name} -->`;
    const from = text.indexOf(begin);
    const to = text.indexOf(end);
    if (from === -1 || to < from)
      throw new Error(`a page lacks the marks "${begin}" and "${end}"`);
    text = `${text.slice(0, from + begin.length)}\n\n${filling}\n\n${text.slice(to)}`;
  }
  return text;
}

export function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => "---"), ...rows]
    .map(
      (cells) =>
        `| ${cells.map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`,
    )
    .join("\n");
}

export function code(text: string): string {
  return text === "" ? "" : `\`${text}\``;
}
