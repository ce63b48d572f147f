import type { Path } from "./outline.ts";

/** A text or number somewhere inside of a value. */
export interface ScalarPlace {
  scalar: string | number;
  path: Path;
}

/**
 * The texts and numbers in a value that are wanted; most are not, so only for those a place is made.
 *
 * @param path where the value stands
 * @param isWanted asked with the keys and indexes on the way, which hold for the time of the call only
 * @param isOpen whether to look into a mapping's entry
 */
export function scalarsIn(
  value: unknown,
  path: Path,
  isWanted: (
    scalar: string | number,
    way: readonly (string | number)[],
  ) => boolean,
  isOpen: (mapping: object, key: string) => boolean = () => true,
): ScalarPlace[] {
  const found: ScalarPlace[] = [];
  const way = [...path];
  function visit(one: unknown): void {
    if (typeof one === "string" || typeof one === "number") {
      if (isWanted(one, way)) found.push({ scalar: one, path: [...way] });
    } else if (Array.isArray(one)) {
      for (let index = 0; index < one.length; index += 1)
        enter(index, one[index]);
    } else if (typeof one === "object" && one !== null) {
      for (const [key, inner] of Object.entries(one))
        if (isOpen(one, key)) enter(key, inner);
    }
  }
  function enter(step: string | number, inner: unknown): void {
    way.push(step);
    visit(inner);
    way.pop();
  }
  visit(value);
  return found;
}
