import { failureOf } from "../journal/entry.ts";
import { preview } from "../journal/preview.ts";
import { type Redact, redactor } from "../journal/redaction.ts";
import { recoveryTime } from "../journal/recovery-time.ts";
import { neverBegun, unplayedRollbacks } from "../journal/rollbacks.ts";
import type { Entry, Journal, SteadyState } from "../journal/schema.ts";
import { readTime } from "../journal/times.ts";
import type { RunVerdict } from "../journal/verdict.ts";
import type { RunJudgement } from "../request/request.ts";
import { codeSpan, escapeText } from "./escape.ts";
import { gantt } from "./journal-gantt.ts";
import {
  type Cells,
  entryCells,
  nameCell,
  probeCells,
  table,
  took,
} from "./journal-table.ts";

const HEADLINES: Record<RunVerdict, string> = {
  held: "✅ Held",
  deviated: "❌ Deviated",
  "deviated-during": "❌ Deviated in between",
  "activity-failed": "❌ An activity failed",
  "rollback-failed": "❌ A rollback failed",
  "not-recovered": "❌ Not recovered",
  failed: "❌ Failed",
  aborted: "❌ Aborted",
  interrupted: "⚠️ Interrupted",
  "not-run": "⚠️ Not run",
  dry: "⚠️ Dry run",
};

/** How many rollbacks are named above the tables. */
const MOST_NAMED = 10;

/** By the journal alone, or also by what came after the run. */
type Judged = Pick<RunJudgement, "verdict" | "reason">;

/** How many rows a table may have; the first number with which the whole fits is taken. */
const MOST_ROWS = [100, 30, 10, 3, 0];

/**
 * The summary of a run in Markdown: verdict and reason, the steady state, what ran, the rollbacks. Whatever the journal
 * holds, secrets are taken out, nothing in it is read as Markdown, and it is no longer than `limit` characters; an
 * issue or a comment on GitHub takes 65,536.
 */
export function renderJournal(
  journal: Journal,
  judgement: Judged,
  { limit = 60_000 }: { limit?: number } = {},
): string {
  const redact = redactor(journal.experiment.secrets);
  const headline = head(journal, judgement, redact);
  for (const rows of MOST_ROWS) {
    const text = [
      ...headline,
      ...steadyStates(journal, redact, rows),
      ...method(journal, redact, rows),
      ...rollbacks(journal, redact, rows),
      ...gantt(journal, redact, rows),
    ].join("\n");
    if (text.length <= limit) return text;
  }
  return wholeLines(headline, limit);
}

function head(
  journal: Journal,
  { verdict, reason }: Judged,
  redact: Redact,
): string[] {
  const { experiment, start, duration } = journal;
  const began = readTime(start)?.toISOString();
  const version = journal["chaoslib-version"] ?? "?";
  const facts = [
    ...(began
      ? [`began ${began.slice(0, 10)} ${began.slice(11, 19)} UTC`]
      : []),
    ...(typeof duration === "number" ? [`took ${took(duration)}`] : []),
    `chaostoolkit-lib ${codeSpan(preview(version, 30, redact), 30)}`,
  ];
  return [
    `### ${HEADLINES[verdict]}: ${title(experiment.title, redact)}`,
    "",
    escapeText(reason, 1_000),
    "",
    facts.join(", "),
    ...recovery(journal),
    ...leftToDo(journal, redact),
  ];
}

/** Where a rollback failed or was not played, somebody has to do what it would have done. */
function leftToDo(journal: Journal, redact: Redact): string[] {
  const failed = (journal.rollbacks ?? []).filter((entry) => failureOf(entry));
  const left = [
    ...failed.map(({ activity }) => ({ activity, how: "failed" })),
    ...unplayedRollbacks(journal).map((activity) => ({
      activity,
      how: "was not played",
    })),
  ];
  if (left.length === 0) return [];
  const named = left
    .slice(0, MOST_NAMED)
    .map(({ activity, how }) => `${nameCell(activity, redact)} ${how}`);
  if (left.length > MOST_NAMED)
    named.push(`and ${left.length - MOST_NAMED} more`);
  return ["", `**Rollbacks to do by hand:** ${named.join(", ")}.`];
}

function recovery(journal: Journal): string[] {
  const time = recoveryTime(journal);
  if (!time) return [];
  const since =
    time.since === "deviation"
      ? "after it was first seen not to be met"
      : "after the method had ended";
  return [
    "",
    `Recovery time: the steady state was seen to be met ${took(time.ms / 1_000)} ${since}.`,
  ];
}

function steadyStates(
  { experiment, steady_states }: Journal,
  redact: Redact,
  most: number,
): string[] {
  const hypothesis = experiment["steady-state-hypothesis"];
  if (!hypothesis) return ["", "No steady-state hypothesis is declared."];
  const during = steady_states?.during ?? [];
  const unmet = during.filter((look) => look.steady_state_met !== true);
  const rows = [
    ...lookRows("before", steady_states?.before, redact),
    ...unmet.flatMap((look) => lookRows("during", look, redact)),
    ...lookRows("after", steady_states?.after, redact),
  ];
  return [
    "",
    `#### Steady state: ${title(hypothesis.title, redact)}`,
    ...table(["When", "Probe", "Tolerance", "Value", "Met"], rows, most),
    ...(during.length > 0
      ? [
          "",
          `Looks during the method: ${during.length}, of which not met: ${unmet.length}.`,
        ]
      : []),
  ];
}

function lookRows(
  when: string,
  look: SteadyState | null | undefined,
  redact: Redact,
): (() => Cells)[] {
  if (!look) return [() => [when, "not looked at", "", "", ""]];
  return (look.probes ?? []).map((probe) => () => [
    when,
    ...probeCells(probe, redact),
  ]);
}

function method({ run }: Journal, redact: Redact, most: number): string[] {
  const rows = entryRows(run, redact);
  if (rows.length === 0) return ["", "Nothing of the method was played."];
  return ["", "#### What ran", ...table(COLUMNS, rows, most)];
}

function rollbacks(
  { experiment, rollbacks: played }: Journal,
  redact: Redact,
  most: number,
): string[] {
  const unplayed = neverBegun(experiment.rollbacks, played);
  const rows = [
    ...entryRows(played, redact),
    ...unplayed.map((activity) => () => [
      nameCell(activity, redact),
      "",
      "",
      "",
      "**not played**",
    ]),
  ];
  if (rows.length === 0) return ["", "No rollbacks are declared."];
  return ["", "#### Rollbacks", ...table(COLUMNS, rows, most)];
}

function entryRows(
  entries: Entry[] | null | undefined,
  redact: Redact,
): (() => Cells)[] {
  return (entries ?? []).map((entry) => () => entryCells(entry, redact));
}

const COLUMNS = ["Activity", "Kind", "Began (UTC)", "Took", "Result"];

function title(value: unknown, redact: Redact): string {
  return escapeText(preview(value ?? "untitled", 200, redact), 200);
}

/** As many lines as fit, and the first one cut where not even that does. */
function wholeLines(lines: string[], limit: number): string {
  let text = lines[0]?.slice(0, limit) ?? "";
  for (const line of lines.slice(1)) {
    if (text.length + 1 + line.length > limit) return text;
    text += `\n${line}`;
  }
  return text;
}
