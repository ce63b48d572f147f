import {
  GRACE_MS,
  type RecoveryReading,
  type Watched,
} from "../incident/recovery.ts";
import { holds } from "../policy/gates/criterion.ts";
import type { RecoveryCriterion } from "../policy/aftermath.ts";
import { formatDuration } from "../time/duration.ts";
import { codeSpan, escapeText, link } from "./escape.ts";
import { formatSecond } from "./moment.ts";

/** One plain sentence, not escaped, about a criterion that did not hold in its time. */
export function recoveryReason({
  criterion,
  at,
  value,
}: RecoveryReading): string {
  const { name, within } = criterion;
  const wanted = `${bound(criterion)} within ${formatDuration(within)} after the run`;
  const found = value.known
    ? `was ${value.value}`
    : `is not known (${value.reason})`;
  return `It did not recover in time: "${name}" ${found} at ${formatSecond(at)}, and should have been ${wanted}.`;
}

/** The criteria that were looked at after a run, as a table in Markdown; nothing where there were none. */
export function renderRecovery(readings: readonly RecoveryReading[]): string {
  if (readings.length === 0) return "";
  return [
    "#### Recovery after the run",
    "",
    "| Criterion | Query | Wanted | Value | At | Held |",
    "| --- | --- | --- | --- | --- | --- |",
    ...readings.map(row),
  ].join("\n");
}

/** What is looked at after a run and until when, as Markdown. */
export function renderWatched(watched: readonly Watched[]): string[] {
  return [
    "",
    `#### Recovery after the run: watched until ${watchedUntil(watched)}`,
    "",
    "| Criterion | Query | Wanted | Looked at |",
    "| --- | --- | --- | --- |",
    ...watched.map(({ criterion, at }) =>
      cellsOf([
        escapeText(criterion.name, 100),
        ...asked(criterion),
        formatSecond(at),
      ]),
    ),
    "",
    `A value that can't be learned then is asked for again, for ${formatDuration(GRACE_MS)} at most.`,
  ];
}

/** The moment of the last look: `2026-03-03 10:05:00 UTC`. */
export function watchedUntil(watched: readonly Watched[]): string {
  return formatSecond(
    new Date(Math.max(...watched.map(({ at }) => at.getTime()))),
  );
}

function row({ criterion, at, value }: RecoveryReading): string {
  const page = value.evidence[0]?.link;
  const name = escapeText(criterion.name, 100);
  const cells = [
    page === undefined ? name : link(criterion.name, page),
    ...asked(criterion),
    value.known ? String(value.value) : escapeText(value.reason, 200),
    formatSecond(at),
    value.known && holds(criterion, value.value) ? "yes" : "**no**",
  ];
  return cellsOf(cells);
}

/** What is asked, and what is wanted. */
function asked(criterion: RecoveryCriterion): string[] {
  const { query, within } = criterion;
  const wanted = `${bound(criterion)} within ${formatDuration(within)}`;
  return [codeSpan(query, 300), escapeText(wanted, 60)];
}

function cellsOf(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function bound({ below, above }: RecoveryCriterion): string {
  return below === undefined
    ? `above ${String(above)}`
    : `below ${String(below)}`;
}
