import {
  type EntryFailure,
  failureOf,
  nameOf,
  type ProviderStatus,
  providerOf,
  statusOf,
} from "../journal/entry.ts";
import { preview, previewRaised } from "../journal/preview.ts";
import type { Redact } from "../journal/redaction.ts";
import type { Entry } from "../journal/schema.ts";
import { readTime } from "../journal/times.ts";
import { describeTolerance, observed } from "../journal/tolerance.ts";
import { formatDuration } from "../time/duration.ts";
import { codeSpan, escapeText } from "./escape.ts";

/* The tables of a journal's summary. Every cell is escaped and short. */

/** One row, in Markdown. */
export type Cells = string[];

/** A table with at most so many of the rows, and below it how many it leaves out; those are not even made. */
export function table(
  columns: Cells,
  rows: (() => Cells)[],
  most: number,
): string[] {
  const shown = rows.slice(0, most).map((cells) => row(cells()));
  const left = rows.length - shown.length;
  return [
    ...(shown.length > 0
      ? ["", row(columns), row(columns.map(() => "---")), ...shown]
      : []),
    ...(left > 0
      ? ["", shown.length > 0 ? `… and ${left} more` : `${left} not shown`]
      : []),
  ];
}

/** Name, kind, when it began, how long it took, what came of it. */
export function entryCells(entry: Entry, redact: Redact): Cells {
  const { activity, start, duration } = entry;
  const kind = [activity?.type, providerOf(activity)].filter(
    (word) => typeof word === "string",
  );
  const failure = failureOf(entry);
  const status = statusOf(entry);
  return [
    nameCell(activity, redact),
    escapeText(preview(kind.join(", "), 30, redact), 30),
    readTime(start)?.toISOString().slice(11, 19) ?? "",
    typeof duration === "number" ? took(duration) : "",
    failure
      ? failureCell(failure, redact)
      : `succeeded${status ? `, ${statusCell(status)}` : ""}`,
  ];
}

/** Name, tolerance, value, whether it was met. */
export function probeCells(probe: Entry, redact: Redact): Cells {
  const tolerance = probe.activity?.tolerance;
  const failure = failureOf(probe);
  const value = preview(observed(probe.output, tolerance), 100, redact);
  return [
    nameCell(probe.activity, redact),
    codeSpan(preview(describeTolerance(tolerance), 100, redact), 100),
    // A status may be what the hypothesis expects: here, only what raised or never ended is a failure.
    failure && !("status" in failure)
      ? failureCell(failure, redact)
      : codeSpan(value, 100),
    probe.tolerance_met === true ? "yes" : "**no**",
  ];
}

export function nameCell(
  activity: Parameters<typeof nameOf>[0],
  redact: Redact,
): string {
  return codeSpan(preview(nameOf(activity), 80, redact), 80);
}

/** @param seconds as Chaos Toolkit measures */
export function took(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : formatDuration(seconds * 1_000);
}

function failureCell(failure: EntryFailure, redact: Redact): string {
  switch (failure.code) {
    case "unfinished":
      return "**never came to an end**";
    case "raised":
      return failure.message === undefined
        ? "**failed**"
        : `**failed**: ${escapeText(previewRaised(failure.message, 200, redact), 200)}`;
    case "process":
    case "http":
      return `**failed**: ${statusCell(failure)}`;
  }
}

function statusCell({ code, status }: ProviderStatus): string {
  return code === "http" ? `HTTP ${status}` : `status ${status}`;
}

function row(cells: Cells): string {
  return `| ${cells.join(" | ")} |`;
}
