import { readFileSync, statSync } from "node:fs";
import { withEnvironmentSecrets } from "../../core/journal/environment-secrets.ts";
import { judge } from "../../core/journal/judge.ts";
import type { Judgement } from "../../core/journal/judgement.ts";
import { JOURNAL_LIMIT } from "../../core/journal/limit.ts";
import { parseJournal } from "../../core/journal/parse.ts";
import type { Journal } from "../../core/journal/schema.ts";
import type { JournalVerdict } from "../../core/journal/verdict.ts";
import { escapeText } from "../../core/render/escape.ts";
import { renderJournal } from "../../core/render/journal.ts";

/** What the Action tells the job and whoever looks at it. */
export interface Report {
  /** `unknown` where there is no journal that can be read. */
  verdict: JournalVerdict | "unknown";
  /** Plain text: one sentence. */
  reason: string;
  /** Markdown. */
  summary: string;
  /** Absent where there is no journal that can be read. */
  judged?: { journal: Journal; judgement: Judgement };
}

/** Judges a run by the journal that it left. */
export function reportOn(
  path: string,
  { experiment, environment }: { experiment: string; environment: string },
): Report {
  const report = judged(path);
  const what = `${escapeText(experiment, 200)} in ${escapeText(environment, 100)}`;
  return { ...report, summary: `## ${what}\n\n${report.summary}` };
}

function judged(path: string): Report {
  const read = journalAt(path);
  const parsed = read.ok ? parseJournal(read.text) : read;
  if (!parsed.ok) {
    const reason = parsed.problem;
    return {
      verdict: "unknown",
      reason,
      summary: `### ❌ No verdict\n\n${escapeText(reason, 1_000)}`,
    };
  }
  const journal = withEnvironmentSecrets(parsed.journal, process.env);
  const judgement = judge(journal);
  const { verdict, reason } = judgement;
  return {
    verdict,
    reason,
    summary: renderJournal(journal, judgement),
    judged: { journal, judgement },
  };
}

/** Read at once: a text that is put together of what came bit by bit takes twice the memory. */
function journalAt(
  path: string,
): { ok: true; text: string } | { ok: false; problem: string } {
  try {
    const { size } = statSync(path);
    if (size > JOURNAL_LIMIT) {
      const problem = `The journal ${path} has ${size} bytes; at most ${JOURNAL_LIMIT} are read.`;
      return { ok: false, problem };
    }
    return { ok: true, text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "") throw error;
    return {
      ok: false,
      problem: `There is no journal at ${path}: the run ended before Chaos Toolkit could write one. Its step in this job says why.`,
    };
  }
}
