import { scan } from "./json-scan.ts";

/** What can be said about a JSON text without reading it. */
export interface JsonOutline {
  /** How deep lists and objects are nested at most. */
  depth: number;
  /** Whether the text ends before its lists and objects do. */
  cutOff: boolean;
  /** Up to where the text is whole: its end, where it is not cut off. */
  upTo: number;
  /** What closes its lists and objects there, the innermost first. */
  closers: string;
}

/** What is nested deeper is refused, so how to close it is not kept. */
const DEEPEST_CLOSED = 1_000;

export function outline(text: string): JsonOutline {
  let depth = 0;
  let open = 0;
  let whole = 0;
  const closers: string[] = [];
  scan(text, text.length, (mark, start, end) => {
    switch (mark) {
      case "[":
      case "{":
        open += 1;
        depth = Math.max(depth, open);
        if (open <= DEEPEST_CLOSED) closers.push(mark === "[" ? "]" : "}");
        whole = end;
        break;
      case "]":
      case "}":
        if (open <= DEEPEST_CLOSED) closers.pop();
        open -= 1;
        whole = end;
        break;
      case ",":
        whole = start;
        break;
      case '"':
      case ":":
      case "N":
    }
  });
  return open > 0
    ? {
        depth,
        cutOff: true,
        upTo: whole,
        closers: closers.toReversed().join(""),
      }
    : { depth, cutOff: false, upTo: text.length, closers: "" };
}
