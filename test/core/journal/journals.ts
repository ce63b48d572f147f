import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { judge } from "../../../core/journal/judge.ts";
import type { Judgement } from "../../../core/journal/judgement.ts";
import { parseJournal } from "../../../core/journal/parse.ts";
import type { Journal } from "../../../core/journal/schema.ts";

export const FIXTURES = join(import.meta.dirname, "../../fixtures/journals");

/** The text of a journal that scripts/record-journals.ts recorded. */
export function recorded(name: string): string {
  return readFileSync(join(FIXTURES, `${name}.json`), "utf8");
}

export function parsed(text: string): Journal {
  const result = parseJournal(text);
  if (!result.ok) throw new Error(result.problem);
  return result.journal;
}

const object = z.record(z.string(), z.unknown());

/** What becomes of the recorded run `held` where its journal says something else at these keys. */
export function judgeHeldWith(changes: Record<string, unknown>): Judgement {
  return judge(parsed(heldWith(changes)));
}

export function heldWith(changes: Record<string, unknown>): string {
  const held = object.parse(JSON.parse(recorded("held")));
  return JSON.stringify({ ...held, ...changes });
}

/** The experiment of the recorded run `held`, with something else at these keys. */
export function heldExperimentWith(changes: Record<string, unknown>): object {
  const { experiment } = z
    .object({ experiment: object })
    .parse(JSON.parse(recorded("held")));
  return { ...experiment, ...changes };
}
