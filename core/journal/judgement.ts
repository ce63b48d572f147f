import type { Journal } from "./schema.ts";
import type { JournalVerdict } from "./verdict.ts";
import type { Words } from "./words.ts";

/** What a run really was. */
export interface Judgement {
  verdict: JournalVerdict;
  /** One plain sentence that says why: bounded, with secrets taken out, not escaped. */
  reason: string;
  /** Keys and indexes from the journal's root to what the verdict rests on. */
  evidence: (string | number)[];
}

/** One way of being no good news; undefined where it does not apply. */
export type JudgeRule = (
  journal: Journal,
  words: Words,
) => Judgement | undefined;

/** Makes a sentence of its words: an upper-case letter at its beginning, one full stop or an ellipsis at its end. */
export function sentence(words: string): string {
  const said = `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/[\s.]+$/, "")}`;
  return said.endsWith("…") ? said : `${said}.`;
}

/** `1 rollback`, `2 rollbacks` */
export function count(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}
