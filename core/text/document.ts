import { parseDocument as parseYaml } from "yaml";
import type { YAMLParseError, YAMLWarning } from "yaml";
import type { Diagnostic } from "./diagnostic.ts";
import { findOffset, findTreeProblems } from "./document-tree.ts";
import type { DocumentProblem } from "./document-tree.ts";
import { findJsonProblem } from "./json-syntax.ts";
import { findExcess } from "./excess.ts";
import { findTextProblem } from "./plain-text.ts";
import { readPlainJson } from "./plain-json.ts";
import { pythonTags } from "./python-yaml.ts";
import { positionsOf } from "./position.ts";
import type { Position } from "./position.ts";

export interface DocumentLimits {
  /** The size in bytes of UTF-8 above which a document is refused unread; 256 KiB where absent. */
  bytes?: number;
  /**
   * How the text is to be read: `json` as RFC 8259 has it, `yaml` as YAML 1.2, `yaml-1.1` as Python's reader has it
   * (where `yes` is true and `<<` merges). YAML 1.2 where absent, which reads JSON too.
   */
  format?: "json" | "yaml" | "yaml-1.1";
}

/** The plain value of a document, which knows where each of its parts was written. */
export interface LocatedDocument {
  value: unknown;
  /** Where the value (or its key) at the path stands; where there is none, the nearest key around it. */
  locate(path: readonly (string | number)[], part?: "key" | "value"): Position;
}

export type DocumentResult =
  | { ok: true; document: LocatedDocument }
  | { ok: false; diagnostics: Diagnostic[] };

const DEFAULT_BYTES = 256 * 1024;
const TREE_LIMITS = { depth: 100, aliases: 100, values: 50_000 };
/** Nobody reads more than these at once, and a hostile document can hold half a million. */
const MOST_FINDINGS = 50;

/**
 * Reads a YAML or JSON document that may come from anybody. What has no single safe meaning is refused with a finding
 * that says where: duplicate keys, loops, alias bombs, excessive depth or size, text that is none.
 */
export function parseDocument(
  text: string,
  { bytes = DEFAULT_BYTES, format = "yaml" }: DocumentLimits = {},
): DocumentResult {
  // A byte order mark belongs to the encoding, and no editor counts it as a column.
  const source = text.replace(/^\uFEFF/, "");
  const illegible = findTextProblem(source, bytes);
  if (illegible) return refuse(source, [illegible]);

  const plain =
    format === "json" ? readPlainJson(source, TREE_LIMITS) : undefined;
  if (plain) return { ok: true, document: locatedLater(plain.value, source) };

  const wrong = format === "json" ? findJsonProblem(source) : undefined;
  if (wrong)
    return refuse(source, [{ code: "json-syntax", path: [], ...wrong }]);

  const excess = findExcess(source, TREE_LIMITS);
  if (excess) return refuse(source, [excess]);

  const parsed = parseTree(source, format);
  const syntax = withoutEchoes([...parsed.errors, ...parsed.warnings], source);
  if (syntax.length > 0) return refuse(source, syntax.map(syntaxProblem));

  const problems = findTreeProblems(parsed, TREE_LIMITS);
  if (problems.length > 0) return refuse(source, problems);
  // The search above has counted what the aliases stand for.
  const value: unknown = parsed.toJS({ maxAliasCount: -1 });
  return { ok: true, document: { value, locate: locator(source, parsed) } };
}

/** Where things stand is asked only where there is something to say about them. */
function locatedLater(value: unknown, source: string): LocatedDocument {
  let locate: LocatedDocument["locate"] | undefined;
  return {
    value,
    locate(path, part) {
      locate ??= locator(source, parseTree(source, "json"));
      return locate(path, part);
    },
  };
}

function locator(source: string, tree: Tree): LocatedDocument["locate"] {
  const positionAt = positionsOf(source);
  return (path, part = "value") => positionAt(findOffset(tree, path, part));
}

type Tree = ReturnType<typeof parseYaml>;

function parseTree(
  source: string,
  format: NonNullable<DocumentLimits["format"]>,
): Tree {
  return parseYaml(source, {
    ...(format === "yaml-1.1"
      ? { version: "1.1", customTags: pythonTags }
      : { version: "1.2" }),
    // Duplicates are looked for by findTreeProblems: the parser's own search takes quadratic time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
}

/** What the parser says in its own words that a person would not understand, in ours. */
const SYNTAX: Record<
  string,
  Pick<DocumentProblem, "code" | "message" | "hint">
> = {
  TAB_AS_INDENT: {
    code: "tab-indentation",
    message: "a tab is used for indentation",
    hint: "indent with spaces",
  },
  MULTIPLE_DOCS: {
    code: "several-documents",
    message: "a second document begins here",
    hint: "keep one document: remove the `---`",
  },
  RESOURCE_EXHAUSTION: {
    code: "too-deep",
    message: `more than ${TREE_LIMITS.depth} mappings and lists stand inside one another`,
  },
};

/** A mistake makes the parser stumble again on its line, and an open bracket on each line that follows. */
function withoutEchoes(
  errors: readonly (YAMLParseError | YAMLWarning)[],
  source: string,
): (YAMLParseError | YAMLWarning)[] {
  const positionAt = positionsOf(source);
  const seen = new Set<string>();
  return errors.filter(({ code, pos: [offset] }) => {
    const isOpen = code === "BAD_INDENT";
    const mistake = isOpen ? code : String(positionAt(offset).line);
    const isNew = !seen.has(mistake);
    seen.add(mistake);
    return isNew;
  });
}

function syntaxProblem(error: YAMLParseError | YAMLWarning): DocumentProblem {
  return {
    code: "yaml-syntax",
    message: error.message.slice(0, 200),
    ...SYNTAX[error.code],
    offset: error.pos[0],
    path: [],
  };
}

function refuse(source: string, problems: DocumentProblem[]): DocumentResult {
  const positionAt = positionsOf(source);
  const diagnostics = problems
    .slice(0, MOST_FINDINGS)
    .map(({ offset, ...problem }): Diagnostic => ({
      severity: "error",
      ...problem,
      ...positionAt(offset),
    }));
  return { ok: false, diagnostics };
}
