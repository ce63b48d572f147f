import type { z } from "zod";
import { findJsonProblem } from "../text/json-syntax.ts";
import { positionsOf } from "../text/position.ts";
import { outline, mend } from "./json-outline.ts";
import { type Journal, journalSchema } from "./schema.ts";

export type JournalResult =
  | { ok: true; journal: Journal }
  /** A sentence for the person who looks for the run's verdict; quotes nothing of the text. */
  | { ok: false; problem: string };

const MEBIBYTE = 1_048_576;
/** The length in characters above which a journal is not read where no other limit is given. */
export const JOURNAL_LIMIT = 50 * MEBIBYTE;
const DEEPEST = 200;
/** In a longer text, where it stops being JSON is not looked for. */
const SEARCHABLE = 1_000_000;

/**
 * Reads a journal as `chaos run` writes it, of any version and also of a run that was cut off. One that
 * ends in the middle is read as far as it goes, and its status, whatever it was, is none: it was not written to its end.
 *
 * @param limit the length in characters above which a text is refused unread
 */
export function parseJournal(
  text: string,
  { limit = JOURNAL_LIMIT }: { limit?: number } = {},
): JournalResult {
  if (text.length > limit)
    return refuse(
      `is larger than ${(limit / MEBIBYTE).toPrecision(2)} MiB and was not read`,
    );
  const json = text.replace(/^\uFEFF/, "");
  const shape = outline(json);
  if (shape.depth > DEEPEST)
    return refuse(`is nested more than ${DEEPEST} levels deep`);

  let value: unknown;
  try {
    value = JSON.parse(mend(json, shape));
  } catch {
    return refuse(`is not JSON${whereNot(json)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse("holds no object");
  if (!("experiment" in value) && shape.unclosed)
    return refuse(`is not JSON${whereNot(json)}`);
  if (!("experiment" in value))
    return refuse(
      "method" in value
        ? "is an experiment, not the journal of its run"
        : "is none of Chaos Toolkit's: it has no `experiment`",
    );
  const parsed = journalSchema.safeParse(value);
  if (parsed.success) {
    const status = shape.unclosed ? null : parsed.data.status;
    return { ok: true, journal: { ...parsed.data, status } };
  }
  return refuse(`is none of Chaos Toolkit's: ${first(parsed.error)}`);
}

function refuse(what: string): JournalResult {
  return { ok: false, problem: `The journal ${what}.` };
}

function whereNot(text: string): string {
  if (text.trim() === "") return ": it is empty";
  if (text.includes("\0")) return ": it is binary";
  if (text.length > SEARCHABLE) return "";
  const problem = findJsonProblem(text);
  if (!problem) return "";
  const { line, column } = positionsOf(text)(problem.offset);
  return ` (line ${line}, column ${column}: ${problem.message})`;
}

/** The first thing that is wrong, with its path. */
function first(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  const shown = path.length > 100 ? `${path.slice(0, 99)}…` : path;
  return `\`${shown}\` ${issue ? wrongIn(issue) : "does not fit"}`;
}

function wrongIn(issue: z.core.$ZodIssue): string {
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
