import type { z } from "zod";
import type { ListReader } from "./json-lists.ts";
import { parsePythonJson } from "./python-json.ts";
import { MOST_ENTRIES } from "./schema.ts";
import { wrongIn } from "./schema-issue.ts";

/** A list of a journal as it is read item by item: only what is kept of each stays in memory. */
export class JournalList<Item> implements ListReader {
  items: Item[] = [];
  /** The first thing that is wrong with it. */
  problem: string | undefined;
  #count = 0;
  readonly #keys: string[];
  readonly #schema: z.ZodType<Item>;
  readonly #brief: (item: Item) => Item;

  constructor(
    keys: string[],
    schema: z.ZodType<Item>,
    brief: (item: Item) => Item,
  ) {
    this.#keys = keys;
    this.#schema = schema;
    this.#brief = brief;
  }

  /** Whether the list stands below these keys. */
  isAt(keys: readonly string[]): boolean {
    return (
      keys.length === this.#keys.length &&
      this.#keys.every((key, index) => key === keys[index])
    );
  }

  begin(): void {
    this.items = [];
    this.#count = 0;
    this.problem = undefined;
  }

  /** @throws SyntaxError where the item is not JSON */
  item(text: string): void {
    const value = parsePythonJson(text);
    this.#count += 1;
    if (this.#count > MOST_ENTRIES)
      this.problem = `\`${this.#keys.join(".")}\` has more than ${MOST_ENTRIES} entries`;
    if (this.problem !== undefined) return;
    const parsed = this.#schema.safeParse(value);
    if (parsed.success) this.items.push(this.#brief(parsed.data));
    else this.problem = wrongIn(parsed.error, [...this.#keys, this.#count - 1]);
  }
}
