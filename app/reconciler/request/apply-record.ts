import { createHash } from "node:crypto";
import {
  RECORD_CHARACTERS,
  writeRecord,
  type DecisionRecord,
} from "../../../core/gate/recorded/record.ts";
import { lastingWords } from "../../../core/render/status/lasting.ts";
import type { Target } from "./apply.ts";

/** Keeps a decision with everything that it was made from, where it says something new. */
export async function applyRecord(
  record: DecisionRecord,
  { issue, context }: Target,
): Promise<void> {
  const { at, decision } = record;
  const text = writeRecord(record);
  const fits = text.length <= RECORD_CHARACTERS;
  if (!fits)
    context.log.warn(
      { issue: issue.issue, characters: text.length },
      "A decision is too large to be kept with its facts.",
    );
  await context.store.recordDecision(issue, {
    at,
    decision: decision.decision,
    says: whatItSays(record),
    ...(fits && { record: text }),
  });
}

/** What a person would read of it for longer than a look: measured values, and what goes along with the clock, aside. */
function whatItSays({ commit, decision }: DecisionRecord): string {
  const { decision: word, verdicts, opensAt } = decision;
  const lines = verdicts.map((verdict) => {
    const { summary, mend } = lastingWords(verdict);
    return [verdict.gate, verdict.status, verdict.code, summary, mend];
  });
  return createHash("sha256")
    .update(JSON.stringify([commit, word, opensAt, lines]))
    .digest("hex");
}
