import type { Incident } from "../gate/facts.ts";
import { SEVERITIES, type Severity } from "./severity.ts";

/** How a source's words for gravity are read. */
export interface Ratings {
  severities: Readonly<Record<string, Severity>>;
  /** Where none of the words says anything. */
  unrated?: Severity | undefined;
}

/**
 * The gravest severity that any of the words means: by the policy, by what is known of the source, or by being a
 * severity itself. Upper and lower case are the same.
 */
export function rate(
  words: readonly string[],
  { severities, unrated }: Ratings,
  known: Readonly<Record<string, Severity>> = {},
): Incident["severity"] {
  const meanings = new Map(
    [
      ...SEVERITIES.map((severity): [string, Severity] => [severity, severity]),
      ...Object.entries(known),
      ...Object.entries(severities),
    ].map(([word, severity]) => [normal(word), severity]),
  );
  const meant = new Set(words.map((word) => meanings.get(normal(word))));
  return (
    SEVERITIES.find((severity) => meant.has(severity)) ?? unrated ?? "unrated"
  );
}

function normal(word: string): string {
  return word.trim().toLowerCase();
}
