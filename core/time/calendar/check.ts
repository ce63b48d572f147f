import type { Diagnostic } from "../../text/diagnostic.ts";
import { CALENDAR_AHEAD, readCalendar } from "./calendar.ts";

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
      line: 1,
      column: 1,
      path: [],
    },
  ];
}
