/** A table of Markdown; the rows that fit into that many characters, and how many files are left out. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
): string {
  const lines = [columns, columns.map(() => "---")].map(lineOf);
  let size = 0;
  let shown = 0;
  for (const row of rows) {
    const line = lineOf(row);
    size += line.length + 1;
    if (size > most) break;
    lines.push(line);
    shown += 1;
  }
  const rest = rows.length - shown;
  if (rest > 0) lines.push("", `And ${String(rest)} more files.`);
  return lines.join("\n");
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
