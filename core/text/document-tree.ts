import { isAlias, isMap, isNode, isScalar, isSeq } from "yaml";
import type { Alias, Document, Pair, YAMLMap, YAMLSeq } from "yaml";

type Path = (string | number)[];

/** Something in a document that has no safe or no single meaning. */
export interface DocumentProblem {
  code: string;
  message: string;
  hint?: string;
  offset: number;
  path: Path;
}

export interface TreeLimits {
  /** How many mappings and lists may stand inside one another. */
  depth: number;
  /** How many aliases (`*name`) there may be. */
  aliases: number;
  /** How many values there may be once each alias stands for a copy of what it refers to. */
  values: number;
}

/** Looks through a document for what the YAML parser itself lets pass: duplicate keys, loops, excess. */
export function findTreeProblems(
  document: Document,
  limits: TreeLimits,
): DocumentProblem[] {
  const search = new TreeSearch(limits);
  search.visit(document.contents, []);
  return search.problems;
}

/** One walk in the order of the text, so that each anchor is met before the aliases that may use it. */
class TreeSearch {
  readonly problems: DocumentProblem[] = [];
  readonly #limits: TreeLimits;
  /** What each anchor stands for; its values are not known as long as the walk is inside of it. */
  readonly #anchors = new Map<string, { node: unknown; values?: number }>();
  #aliases = 0;
  #values = 0;

  constructor(limits: TreeLimits) {
    this.#limits = limits;
  }

  visit(node: unknown, path: Path): void {
    if (isAlias(node)) {
      this.#follow(node, path);
      return;
    }
    const anchor = isNode(node) ? node.anchor : undefined;
    const before = this.#values;
    if (anchor !== undefined) this.#anchors.set(anchor, { node });
    this.#values += 1;
    if (isMap(node) || isSeq(node)) this.#descend(node, path);
    const values = this.#values - before;
    if (anchor !== undefined) this.#anchors.set(anchor, { node, values });
  }

  #descend(node: YAMLMap | YAMLSeq, path: Path): void {
    if (path.length >= this.#limits.depth) {
      const message = `more than ${this.#limits.depth} mappings and lists stand inside one another`;
      this.#report(node, path, { code: "too-deep", message });
      return;
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries())
        this.visit(item, [...path, index]);
      return;
    }
    this.problems.push(...findKeyProblems(node, path));
    for (const pair of node.items) {
      this.visit(pair.key, path);
      this.visit(pair.value, [...path, keyText(pair)]);
      if (isMerge(pair)) this.#checkMerge(pair.value, path);
    }
  }

  #checkMerge(value: unknown, path: Path): void {
    const sources = isSeq(value) ? value.items : [value];
    for (const source of sources) {
      const node = isAlias(source)
        ? this.#anchors.get(source.source)?.node
        : source;
      if (isMap(node)) continue;
      this.#report(source, path, {
        code: "merge-source",
        message: "`<<` merges what is no mapping",
      });
    }
  }

  #follow(alias: Alias, path: Path): void {
    const name = `\`*${alias.source.slice(0, 60)}\``;
    const anchored = this.#anchors.get(alias.source);
    this.#aliases += 1;
    if (anchored === undefined) {
      this.#report(alias, path, {
        code: "unknown-alias",
        message: `nothing before ${name} carries the anchor \`&${alias.source.slice(0, 60)}\``,
      });
    } else if (anchored.values === undefined) {
      this.#report(alias, path, {
        code: "cyclic-alias",
        message: `${name} stands inside what it refers to, so the value has no end`,
        hint: "write the value out",
      });
    } else {
      this.#spend(alias, path, anchored.values);
    }
  }

  #spend(alias: Alias, path: Path, values: number): void {
    const { aliases, values: most } = this.#limits;
    const hint = "write the values out";
    if (this.#aliases === aliases + 1) {
      const message = `more than ${aliases} aliases (\`*name\`) are used`;
      this.#report(alias, path, { code: "too-many-aliases", message, hint });
    }
    if (this.#values <= most && this.#values + values > most) {
      const message = `aliases multiply into more than ${most} values`;
      this.#report(alias, path, { code: "alias-bomb", message, hint });
    }
    this.#values += values;
  }

  #report(
    node: unknown,
    path: Path,
    problem: Pick<DocumentProblem, "code" | "message" | "hint">,
  ): void {
    this.problems.push({ ...problem, offset: start(node), path });
  }
}

function findKeyProblems(map: YAMLMap, path: Path): DocumentProblem[] {
  const seen = new Set<string>();
  return map.items.flatMap((pair) => {
    const key = keyText(pair);
    const at = { offset: start(pair.key), path: [...path, key] };
    if (!isScalar(pair.key))
      return {
        code: "complex-key",
        message:
          "a key has to be plain text, not a list, a mapping or an alias",
        ...at,
      };
    if (key === "__proto__")
      return {
        code: "reserved-key",
        message: "the key `__proto__` is reserved",
        hint: "choose another name",
        ...at,
      };
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return {
      code: "duplicate-key",
      message: `the key \`${key.slice(0, 60)}\` stands here twice`,
      hint: "keep one of them",
      ...at,
    };
  });
}

/** The offset of the value (or key) at a path; where there is none, that of the nearest key around it. */
export function findOffset(
  document: Document,
  path: readonly (string | number)[],
  part: "key" | "value",
): number {
  let offset = start(document.contents);
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item) === String(step));
      if (!pair) break;
      const wantsValue = depth === path.length - 1 && part === "value";
      offset = start(wantsValue ? pair.value : pair.key);
      node = pair.value;
    } else if (isSeq(node) && node.items[Number(step)] !== undefined) {
      node = node.items[Number(step)];
      offset = start(node);
    } else break;
  }
  return offset;
}

/** The key as the plain value names it. */
function keyText({ key }: Pair): string {
  if (!isScalar(key) || key.value === null) return "";
  const { value, source = "" } = key;
  const isPlain = typeof value === "number" || typeof value === "boolean";
  return typeof value === "string" || isPlain ? String(value) : source;
}

/** `<<` in YAML 1.1, which the parser reads as a symbol. */
function isMerge({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
