/* What can be said of a pattern of Python's `re` without having Python. */

const TOKEN =
  /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\((?:\\[\s\S]|[^()\\])*\)|[\s\S]/gy;
const QUANTIFIER = /(?:[*+?]|\{\d*,?\d*\})[?+]?/y;

/**
 * Whether no text can match a pattern, since something has to stand before its `^` or after its `$`. Says so only where
 * it is certain: what has alternatives, groups within groups, flags or variables is not looked into.
 */
export function contradictsItself(pattern: string): boolean {
  if (/\||\(\?|\$\{/.test(pattern) || pattern.length > 1_000) return false;
  const atoms = atomsOf(pattern);
  if (!atoms) return false;
  const begins = atoms.findLastIndex(({ text }) => text === "^");
  const ends = atoms.findIndex(({ text }) => text === "$");
  const before = atoms.slice(0, Math.max(begins, 0));
  const after = ends === -1 ? [] : atoms.slice(ends + 1);
  return (
    before.some(({ text, needed }) => needed && takesCharacter(text)) ||
    // `$` also stands before a line break at the very end.
    after.some(({ text, needed }) => needed && takesVisible(text))
  );
}

interface Atom {
  text: string;
  /** Its quantifier does not let it be left out. */
  needed: boolean;
}

function atomsOf(pattern: string): Atom[] | undefined {
  const atoms: Atom[] = [];
  let offset = 0;
  while (offset < pattern.length) {
    TOKEN.lastIndex = offset;
    const text = TOKEN.exec(pattern)?.[0] ?? "";
    if (text === "" || text === "(" || text === ")") return undefined;
    offset += text.length;
    QUANTIFIER.lastIndex = offset;
    const quantifier = QUANTIFIER.exec(pattern)?.[0] ?? "";
    offset += quantifier.length;
    atoms.push({ text, needed: !/^(?:[*?]|\{0*[,}])/.test(quantifier) });
  }
  return atoms;
}

function takesCharacter(atom: string): boolean {
  return !/^(?:[$^(]|\\[AZbBz0-9])/.test(atom);
}

function takesVisible(atom: string): boolean {
  return takesCharacter(atom) && !/^(?:[[\n]|\\[nsDWrtvfxuN])/.test(atom);
}
