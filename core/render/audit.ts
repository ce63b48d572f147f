import { auditEntrySchema, type AuditEntry } from "../audit/entry.ts";
import type { Fault, Verification } from "../audit/verify.ts";
import { plain } from "./plain.ts";

/** Says what is wrong with an audit trail first, and where. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case "changed":
      return `${entryWords(fault.entry)} was changed after it was written: its hash is not the one it bears.`;
    case "unlinked":
      return `${entryWords(fault.entry)} does not follow from the entry before it: that one was changed, or put there later.`;
    case "misplaced":
      return `Entry ${String(fault.expected)} is missing or out of its place: ${entryWords(fault.entry)} stands where it should be.`;
    case "beginning-missing":
      return `The entries up to ${String(fault.upTo)} are missing, and no entry says that they were pruned.`;
    case "end-missing":
      return `The end is missing: the last entry is ${String(fault.last)}, and the app remembers entry ${String(fault.head.position)} with the hash ${fault.head.hash}.`;
    case "anchor-missing":
      return `No entry up to the last, ${String(fault.last)}, has the hash ${plain(fault.anchor, 64)}: the end was cut off, or entries were written anew.`;
  }
}

/** Says what holds, with the hash that is to be kept. */
export function describeVerification({
  entries,
  first,
  head,
}: Verification): string {
  if (entries === 0) return "There is no entry.";
  const from =
    first === 1
      ? ""
      : ` What came before entry ${String(first)} was pruned, as an entry says.`;
  return `${entries === 1 ? "1 entry follows" : `${String(entries)} entries follow`} from one another.${from} The last is entry ${String(head.position)}, with the hash ${head.hash}.`;
}

const COLUMNS = Object.keys(auditEntrySchema.shape);

/** The first line of the table, and one line for each entry. */
export const CSV_HEADING = csvLine(COLUMNS);

export function auditCsv(entry: AuditEntry): string {
  const fields: Record<string, unknown> = entry;
  return csvLine(
    COLUMNS.map((column) => {
      const value = fields[column];
      return typeof value === "string" ? value : JSON.stringify(value);
    }),
  );
}

/** RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it, and is text. */
function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => {
    const text = /^[\s"']*[=+\-@\t\r]/.test(field) ? `'${field}` : field;
    return `"${text.replaceAll('"', '""')}"`;
  });
  return `${quoted.join(",")}\r\n`;
}

function entryWords({ position, kind, subject, at }: AuditEntry): string {
  return `Entry ${String(position)} (${plain(kind, 40)} of ${plain(subject, 80)}, ${at})`;
}
