import { isMapping } from "../../core/experiment/outline.ts";

type Random = (below: number) => number;

/** The same numbers for the same seed, on every machine. */
export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const VALUES: unknown[] = [
  [null, true, false, 0, -1, 2.5, "", " ", "x", "${x}", "probe", "action"],
  ["http", "process", "regex", "jsonpath", "range", "before", "env"],
  [[], {}, [1], ["x"], [1, 2], { type: "range" }, { ref: "nothing" }],
].flat();

/** A copy in which one value is left out or is another, or one key is misspelt. */
export function mutated(document: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(document);
  const holders = holdersIn(copy);
  const holder = holders[random(holders.length)];
  if (holder === undefined) return copy;
  if (Array.isArray(holder)) {
    const at = random(holder.length);
    if (random(3) === 0) holder.splice(at, 1);
    else holder[at] = VALUES[random(VALUES.length)];
    return copy;
  }
  const keys = Object.keys(holder);
  const key = keys[random(keys.length)] ?? "";
  const way = random(4);
  if (way === 0) holder[`${key}x`] = holder[key];
  if (way < 2) delete holder[key];
  else holder[key] = VALUES[random(VALUES.length)];
  return copy;
}

/** The lists and mappings that hold something, from the outside in. */
function holdersIn(value: unknown): (unknown[] | Record<string, unknown>)[] {
  const isHolder = Array.isArray(value) || isMapping(value);
  if (!isHolder || Object.keys(value).length === 0) return [];
  return [value, ...Object.values(value).flatMap(holdersIn)];
}
