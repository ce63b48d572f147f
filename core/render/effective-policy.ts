import { stringify } from "yaml";
import type { Origin, PolicyEntry } from "../policy/inheritance/origin.ts";

const WORDS: Record<Origin, string> = {
  required: "organisation, required",
  default: "organisation, default",
  repository: "repository",
  "built-in": "built in",
};

/** A policy as it is in force, in the form in which it is written, with the origin of each value behind it. */
export function effectivePolicyAsText(entries: readonly PolicyEntry[]): string {
  let before: PolicyEntry["path"] = [];
  const lines = entries.flatMap(({ path, value, origin }) => {
    const shared = path.findIndex((step, depth) => step !== before[depth]);
    before = path;
    const around = path
      .slice(0, -1)
      .flatMap((step, depth) =>
        depth < shared ? [] : [`${indent(depth)}${oneLine(step)}:`],
      );
    const last = path.at(-1);
    const key = typeof last === "string" ? `${oneLine(last)}:` : "-";
    const said = oneLine(asWritten(value, keyOf(path)));
    return [
      ...around,
      `${indent(path.length - 1)}${key} ${said} # ${WORDS[origin]}`,
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** The same for programs. */
export function effectivePolicyAsJson(entries: readonly PolicyEntry[]): string {
  const shown = entries.map(({ path, value, origin }) => ({
    path,
    value: asWritten(value, keyOf(path)),
    origin: WORDS[origin],
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

const indent = (depth: number) => "  ".repeat(depth);

function oneLine(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
}

function keyOf(path: PolicyEntry["path"]): string {
  return String(path.findLast((step) => typeof step === "string"));
}

const DURATIONS = new Set([
  "cooldown",
  "expected_duration",
  "expire_after",
  "for",
  "longest",
  "none_within",
  "stale_after",
  "within",
]);
const SHARES = new Set(["remaining_above", "replicas"]);
const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
] as const;

/** What was read into numbers, as people write it. */
function asWritten(value: unknown, key: string): unknown {
  if (typeof value === "number") return numberAsWritten(value, key);
  if (Array.isArray(value))
    return value.map((item: unknown) => asWritten(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([inner, part]) =>
      part === undefined ? [] : [[inner, asWritten(part, inner)]],
    ),
  );
}

function numberAsWritten(value: number, key: string): number | string {
  if (SHARES.has(key)) return `${String(Number((value * 100).toFixed(4)))}%`;
  if (!DURATIONS.has(key)) return value;
  const [unit, length] = UNITS.find(([, size]) => value % size === 0) ?? [
    "s",
    1_000,
  ];
  return value === 0 ? "0s" : `${String(value / length)}${unit}`;
}
