import type { Diagnostic } from "../../core/text/diagnostic.ts";

/** A finding as one sentence or two. */
export function findingText({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
