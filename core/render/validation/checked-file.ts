import type { Diagnostic } from "../../text/diagnostic.ts";

/** A file that was checked: what was found in it, and its text to show the places. */
export interface CheckedFile {
  path: string;
  text: string;
  findings: Diagnostic[];
  unreadable: boolean;
}

/** What is wrong and what would mend it, in one sentence. */
export function sentenceOf({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
