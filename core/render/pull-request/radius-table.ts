import type { BlastRadius } from "../../experiment/blast-radius.ts";
import type { JudgedFile } from "../../pull-request/judge.ts";
import { formatDuration } from "../../time/duration.ts";
import { codeSpan } from "../escape.ts";
import { table } from "./table.ts";

/** Together with the table of files it fits into a summary. */
const MOST_CHARACTERS = 24_000;
/** Of one kind in one experiment. */
const MOST_VALUES = 6;

const COLUMNS: [string, (radius: BlastRadius) => string][] = [
  ["Namespaces", ({ namespaces }) => reach(namespaces)],
  ["Workloads", ({ workloads }) => reach(workloads)],
  ["Hosts", ({ hosts }) => reach(hosts)],
  ["Faults", ({ faults }) => reach(faults)],
  ["At most", ({ longest }) => duration(longest)],
];

/** What each experiment touches before and after a merge; empty where no experiment can be read on either side. */
export function radiusTable(files: readonly JudgedFile[]): string[] {
  const rows = files.flatMap((file) => {
    const { before, after } = file.radius;
    if (!before && !after) return [];
    const cells = COLUMNS.map(([, cell]) =>
      change(file.change, before && cell(before), after && cell(after)),
    );
    return [[codeSpan(file.path, 300), ...cells]];
  });
  if (rows.length === 0) return [];
  const columns = ["Experiment", ...COLUMNS.map(([name]) => name)];
  return [`#### Blast radius\n\n${table(columns, rows, MOST_CHARACTERS)}`];
}

/** One value where nothing changes or nothing else is known, else what was and what will be. */
function change(
  kind: JudgedFile["change"],
  before: string | undefined,
  after: string | undefined,
): string {
  if (before === after) return before ?? "";
  if (before === undefined)
    return kind === "unchanged" ? (after ?? "") : `new: ${after ?? ""}`;
  return `${before} → ${after ?? "gone"}`;
}

function reach({ values, unknown }: BlastRadius["hosts"]): string {
  const shown = values
    .slice(0, MOST_VALUES)
    .map((value) => codeSpan(value, 60));
  const rest = values.length - shown.length;
  const parts = [
    ...shown,
    ...(rest > 0 ? [`${String(rest)} more`] : []),
    ...(unknown.length > 0 ? ["cannot tell"] : []),
  ];
  if (parts.length === 0) return "none";
  return unknown.length > 0 && values.length > 0
    ? `${parts.slice(0, -1).join(", ")}; whether more, cannot tell`
    : parts.join(", ");
}

function duration(longest: BlastRadius["longest"]): string {
  return longest.known
    ? formatDuration(longest.milliseconds)
    : `cannot tell; ${formatDuration(longest.atLeast)} at least`;
}
