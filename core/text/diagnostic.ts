/** How much a finding weighs: an error refuses the document, a warning asks for a look. */
export type Severity = "error" | "warning" | "info";

/** One thing that is wrong in a document, where it stands, and how to mend it. */
export interface Diagnostic {
  /** Stable and machine-readable, `kebab-case`, for instance `unknown-key`. */
  code: string;
  severity: Severity;
  /** A sentence for the person who wrote the document; never quotes more than 200 characters of it. */
  message: string;
  /** What would mend it, as a sentence or a "did you mean". */
  hint?: string;
  /** 1-based, counted as editors count. */
  line: number;
  /** 1-based, in UTF-16 code units. */
  column: number;
  /** Keys and indexes from the root of the document to the value. */
  path: (string | number)[];
}

/** As they stand in the document, from its top to its end. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (one, other) => one.line - other.line || one.column - other.column,
  );
}
