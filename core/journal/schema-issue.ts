import type { z } from "zod";

/**
 * The first thing that is wrong with a journal, with its path.
 *
 * @param above the keys from the journal's root to what was looked at
 */
export function wrongIn(
  { issues: [issue] }: z.ZodError,
  above: PropertyKey[] = [],
): string {
  const path = [...above, ...(issue?.path ?? [])].map(String).join(".");
  const shown = path.length > 100 ? `${path.slice(0, 99)}…` : path;
  return `\`${shown}\` ${issue ? wrong(issue) : "does not fit"}`;
}

function wrong(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type")
    return `has to be ${KINDS[issue.expected] ?? issue.expected}`;
  return issue.code === "too_big"
    ? `has more than ${issue.maximum} entries`
    : "does not fit";
}

/** In JSON's words. */
const KINDS: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "an object",
  string: "text",
};
