import { count, isUnread, type JudgedFile } from "../../pull-request/judge.ts";
import { codeSpan } from "../escape.ts";
import { counted } from "./counted.ts";
import { table } from "./table.ts";
import { unreadReason } from "./unread-reason.ts";

/** Rows have to fit into a summary together with all that stands around them. */
const MOST_CHARACTERS = 24_000;

/** A row for each file, those with something wrong first. */
export function fileTable(files: readonly JudgedFile[]): string {
  const rows = files.toSorted((a, b) => weight(b) - weight(a)).map(row);
  return table(["File", "Is", "Result"], rows, MOST_CHARACTERS);
}

function weight(file: JudgedFile): number {
  if (isUnread(file)) return 3;
  if (count([file], "error") > 0) return 2;
  return count([file], "warning") > 0 ? 1 : 0;
}

function row(file: JudgedFile): string[] {
  const { path, kind, change } = file;
  return [
    codeSpan(path, 300),
    change === "unchanged" ? kind : `${kind}, ${change}`,
    result(file),
  ];
}

function result(file: JudgedFile): string {
  const { content, kind } = file;
  switch (content.state) {
    case "removed":
      return "—";
    case "text":
      return (
        found(file) ??
        (kind === "workflow" ? "⚠️ decides how experiments are run" : "✅")
      );
    case "binary":
    case "no-file":
    case "missing":
    case "too-large":
    case "not-read":
      return `❌ ${unreadReason(content)}`;
  }
}

function found(file: JudgedFile): string | undefined {
  const errors = count([file], "error");
  const parts = [
    ...counted(errors, "error"),
    ...counted(count([file], "warning"), "warning"),
    ...counted(count([file], "info"), "remark"),
  ];
  if (parts.length === 0) return undefined;
  return `${errors > 0 ? "❌" : "⚠️"} ${parts.join(", ")}`;
}
