/**
 * A table of Markdown; the rows that fit into that many characters, and how many of the things in them are left out.
 *
 * @param left how many things have no row to begin with
 */
export function table(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  most: number,
  { things = "files", left = 0 } = {},
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
  const rest = rows.length - shown + left;
  if (rest > 0) lines.push("", `And ${String(rest)} more ${things}.`);
  return lines.join("\n");
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
