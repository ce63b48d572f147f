import type { FileContent } from "../../pull-request/facts.ts";

/** Why nobody knows what is in a file, to be read after its name. */
export function unreadReason(
  content: Exclude<FileContent, { state: "text" | "removed" }>,
): string {
  switch (content.state) {
    case "binary":
      return "is not a text file";
    case "no-file":
      return "is a link, a submodule or a folder; only a regular file counts";
    case "missing":
      return "is not in the checkout; check out the commit that the event is of";
    case "too-large":
      return `has ${String(content.size)} bytes; at most ${String(content.limit)} are read`;
    case "not-read":
      return "was not read: the change touches too many files, or too large ones; split it";
  }
}
