import type { RecoveryReading } from "../incident/recovery.ts";
import { holds } from "../policy/criterion.ts";
import type { RecoveryCriterion } from "../policy/aftermath.ts";
import { formatDuration } from "../time/duration.ts";
import { codeSpan, escapeText, link } from "./escape.ts";

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
  return `It did not recover in time: "${name}" ${found} at ${second(at)}, and should have been ${wanted}.`;
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

function row({ criterion, at, value }: RecoveryReading): string {
  const page = value.evidence[0]?.link;
  const name = escapeText(criterion.name, 100);
  const cells = [
    page === undefined ? name : link(criterion.name, page),
    codeSpan(criterion.query, 300),
    escapeText(
      `${bound(criterion)} within ${formatDuration(criterion.within)}`,
      60,
    ),
    value.known ? String(value.value) : escapeText(value.reason, 200),
    second(at),
    value.known && holds(criterion, value.value) ? "yes" : "**no**",
  ];
  return `| ${cells.join(" | ")} |`;
}

function bound({ below, above }: RecoveryCriterion): string {
  return below === undefined
    ? `above ${String(above)}`
    : `below ${String(below)}`;
}

function second(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
