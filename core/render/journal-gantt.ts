import { failureOf, nameOf } from "../journal/entry.ts";
import { preview } from "../journal/preview.ts";
import type { Redact } from "../journal/redaction.ts";
import type { Entry, Journal } from "../journal/schema.ts";
import { readTime } from "../journal/times.ts";

/** More bars than this are no picture any more. */
const MOST_BARS = 40;

/**
 * When each activity and rollback was carried out, as a Mermaid diagram; nothing where the journal has no times.
 * Mermaid reads `:`, `;`, `#`, `%` and its own keywords within a name, so that only letters, digits and spaces are left
 * of one, and each begins with its number.
 *
 * @param most how many bars at most
 */
export function gantt(
  { run, rollbacks, end }: Journal,
  redact: Redact,
  most: number,
): string[] {
  const until = readTime(end)?.getTime();
  let left = Math.min(most, MOST_BARS);
  const section = (title: string, entries: Entry[] | null | undefined) => {
    const bars: string[] = [];
    for (const [index, entry] of (entries ?? []).entries()) {
      if (left === 0) break;
      const bar = barOf(entry, index + 1, until, redact);
      if (bar === undefined) continue;
      bars.push(bar);
      left -= 1;
    }
    return bars.length > 0 ? [`  section ${title}`, ...bars] : [];
  };
  const sections = [
    ...section("Method", run),
    ...section("Rollbacks", rollbacks),
  ];
  if (sections.length === 0) return [];
  return [
    "",
    "```mermaid",
    "gantt",
    "  dateFormat x",
    "  axisFormat %H:%M:%S",
    ...sections,
    "```",
  ];
}

/** What never came to an end was under way until the run had ended. */
function barOf(
  entry: Entry,
  number: number,
  until: number | undefined,
  redact: Redact,
): string | undefined {
  const start = readTime(entry.start)?.getTime();
  if (start === undefined) return undefined;
  const end = readTime(entry.end)?.getTime() ?? until ?? start;
  const name = preview(nameOf(entry.activity), 60, redact)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  const state = failureOf(entry) ? "crit" : "done";
  // A bar without a width is not drawn.
  return `  ${number} ${name} :${state}, ${start}, ${Math.max(end, start + 1)}`;
}
