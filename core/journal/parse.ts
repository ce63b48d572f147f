import { findJsonProblem } from "../text/json-syntax.ts";
import { positionsOf } from "../text/position.ts";
import { briefs } from "./brief.ts";
import { JournalList } from "./journal-list.ts";
import { takeLists } from "./json-lists.ts";
import { outline } from "./json-outline.ts";
import { JOURNAL_LIMIT, MEBIBYTE } from "./limit.ts";
import { parsePythonJson } from "./python-json.ts";
import {
  entrySchema,
  type Journal,
  journalSchema,
  steadyStateSchema,
} from "./schema.ts";
import { wrongIn } from "./schema-issue.ts";

export type JournalResult =
  | { ok: true; journal: Journal }
  /** A sentence for the person who looks for the run's verdict; quotes nothing of the text. */
  | { ok: false; problem: string };

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

  const { entry, look } = briefs();
  const run = new JournalList(["run"], entrySchema, entry);
  const rollbacks = new JournalList(["rollbacks"], entrySchema, entry);
  const during = new JournalList(
    ["steady_states", "during"],
    steadyStateSchema,
    look,
  );
  let value: unknown;
  try {
    const rest = takeLists(json, shape, (keys) =>
      [run, rollbacks, during].find((list) => list.isAt(keys)),
    );
    value = parsePythonJson(rest);
  } catch {
    return refuse(`is not JSON${whereNot(json)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse("holds no object");
  if (!("experiment" in value) && shape.cutOff)
    return refuse(`is not JSON${whereNot(json)}`);
  if (!("experiment" in value))
    return refuse(
      "method" in value
        ? "is an experiment, not the journal of its run"
        : foreign("it has no `experiment`"),
    );
  const parsed = journalSchema.safeParse(value);
  if (!parsed.success) return refuse(foreign(wrongIn(parsed.error)));
  const { data } = parsed;
  const looks = data.steady_states;
  // A list of which only an earlier one of two that stand below the same key was read is none.
  const problem =
    (data.run && run.problem) ??
    (data.rollbacks && rollbacks.problem) ??
    (looks?.during && during.problem);
  if (problem !== undefined && problem !== null)
    return refuse(foreign(problem));
  const journal: Journal = {
    ...data,
    status: shape.cutOff ? null : data.status,
    run: data.run && run.items,
    rollbacks: data.rollbacks && rollbacks.items,
    steady_states: looks && {
      ...looks,
      during: looks.during && during.items,
    },
  };
  return { ok: true, journal };
}

function foreign(problem: string): string {
  return `is none of Chaos Toolkit's: ${problem}`;
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
