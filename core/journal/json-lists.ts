import type { JsonOutline } from "./json-outline.ts";
import { scan } from "./json-scan.ts";

/** Takes the items of one list, each as its text. */
export interface ListReader {
  /** The list begins; where its key stands twice, the later one counts. */
  begin(): void;
  item(text: string): void;
}

/**
 * Takes lists out of a JSON text item by item, so that they never have to be in memory all at once.
 *
 * @param readerOf who reads the list below these keys of objects, or undefined where it stays
 * @returns the text with those lists empty; a text that was cut off ends where it is whole, and is closed there
 * @throws SyntaxError where a key is no JSON; whether the rest and the items are JSON is not looked at
 */
export function takeLists(
  text: string,
  { upTo, closers }: JsonOutline,
  readerOf: (keys: readonly string[]) => ListReader | undefined,
): string {
  const keys: string[] = [];
  let list: { depth: number; reader: ListReader } | undefined;
  /** Where the item or the part of the rest begins that is under way. */
  let from = 0;
  let rest = "";
  let depth = 0;
  let name = { start: 0, end: 0 };

  function endItem(reader: ListReader, end: number, closed = ""): void {
    const item = text.slice(from, end);
    // Nothing stands within an empty list; after a comma it is an item that is missing.
    if (text[from - 1] === "," || item.trim() !== "")
      reader.item(`${item}${closed}`);
  }

  scan(text, upTo, (mark, start, end) => {
    if (mark === "[" || mark === "{") depth += 1;
    if (list) {
      if (depth === list.depth && (mark === "," || isEnd(mark))) {
        endItem(list.reader, start);
        from = isEnd(mark) ? start : end;
        if (isEnd(mark)) list = undefined;
      }
    } else if (mark === '"') {
      name = { start, end };
    } else if (mark === ":" && depth > 0) {
      keys[depth - 1] = String(JSON.parse(text.slice(name.start, name.end)));
    } else if (mark === "[" || mark === "{") {
      keys.length = Math.max(0, depth - 1);
      const reader = mark === "[" ? readerOf(keys) : undefined;
      if (reader) {
        list = { depth, reader };
        rest += text.slice(from, end);
        from = end;
        reader.begin();
      }
    }
    if (isEnd(mark)) depth -= 1;
  });

  if (!list) return `${rest}${text.slice(from, upTo)}${closers}`;
  const within = depth - list.depth;
  endItem(list.reader, upTo, closers.slice(0, within));
  return `${rest}${closers.slice(within)}`;
}

function isEnd(mark: string): boolean {
  return mark === "]" || mark === "}";
}
