import type { Diagnostic } from "../../text/diagnostic.ts";
import { readCalendar } from "./calendar.ts";
import { CALENDAR_AHEAD } from "./limits.ts";

/** Why no gate could tell when the events of a calendar are; nothing where it is sound. */
export function checkCalendar(text: string, now: Date): Diagnostic[] {
  const from = now.getTime();
  // Whichever zone its days are read in, it is sound or it is not.
  const read = readCalendar(text, "UTC", { from, to: from + CALENDAR_AHEAD });
  if (read.ok) return [];
  return [
    {
      code: "unusable-calendar",
      severity: "error",
      message: `it ${read.reason}`,
      hint: "until that is mended, a gate that needs this calendar is unknown, and unknown never passes",
      line: read.event === undefined ? 1 : lineOf(text, read.event),
      column: 1,
      path: [],
    },
  ];
}

/** The line on which an event begins. */
function lineOf(text: string, event: number): number {
  const lines = text.split(/\r\n|\n|\r/);
  const begins = lines.flatMap((line, index) =>
    /^BEGIN:VEVENT\s*$/i.test(line) ? [index + 1] : [],
  );
  return begins[event] ?? 1;
}
