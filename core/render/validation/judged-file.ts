import type { JudgedFile } from "../../pull-request/judge.ts";
import { unreadReason } from "../pull-request/unread-reason.ts";
import type { CheckedFile } from "./checked-file.ts";

/** A judged file for the formats that know findings alone: that it could not be read is an error at its start. */
export function checkedFile({
  path,
  content,
  findings,
}: JudgedFile): CheckedFile {
  if (content.state === "text" || content.state === "removed")
    return { path, text: "", findings, unreadable: false };
  const start = { line: 1, column: 1, path: [] };
  const message = `this file ${unreadReason(content)}`;
  return {
    path,
    text: "",
    findings: [{ code: "unreadable", severity: "error", message, ...start }],
    unreadable: true,
  };
}
