import { distance } from "fastest-levenshtein";

/**
 * The candidate that somebody who wrote `word` most likely meant, or undefined where none is near.
 * Case, `-` and `_` count for nothing; otherwise up to a third of the letters may differ, or an ending be missing.
 */
export function suggest(
  word: string,
  candidates: Iterable<string>,
): string | undefined {
  if (word.length > 100) return undefined;
  const plain = simplify(word);
  let best: string | undefined;
  let least =
    plain.length < 3 ? 1 : Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    const differs = difference(plain, simplify(candidate.slice(0, 200)));
    if (differs < least) {
      best = candidate;
      least = differs;
    }
  }
  return best;
}

function difference(one: string, other: string): number {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const isBeginning = short.length >= 3 && long.startsWith(short);
  return isBeginning && short !== long ? 1 : distance(one, other);
}

/** The suggestion as a hint, or what there is to choose from. */
export function suggestionHint(
  word: string,
  candidates: readonly string[],
  kind: string,
): string {
  const meant = suggest(word, candidates);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  if (candidates.length === 0) return `there are no ${kind}`;
  const some = candidates.slice(0, 12).map((candidate) => `\`${candidate}\``);
  return `${kind}: ${some.join(", ")}${candidates.length > some.length ? ", …" : ""}`;
}

function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, "");
}
