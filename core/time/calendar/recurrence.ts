import type ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";
import type { Span } from "../window.ts";
import { UnusableCalendar } from "./unusable.ts";

/* What a rule may ask for, so that whoever writes one can't keep the app busy. */
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const LONGEST_INTERVAL = 1_000;
const MOST_PARTS = 100;
const ONCE_A_DAY = ["BYHOUR", "BYMINUTE", "BYSECOND"];
const MOST_STEPS = 2_000;

/** A rule that comes again and again, counted in local time: milliseconds as if they were UTC. */
export interface Rule {
  recur: ICAL.Recur;
  /** The last moment at which it may begin, in the same local time; absent where it never ends, or ends by count. */
  until?: number | undefined;
}

/**
 * Each local time between two others at which the rule comes. The first time always counts.
 * Source: RFC 5545 section 3.3.10. What would lie in an hour that the clocks skip is kept, and moved later when it is
 * turned into a moment: a freeze is rather held than lost.
 *
 * @throws UnusableCalendar where the rule asks for more than a rule may
 */
export function timesOfRule(
  { recur, until }: Rule,
  first: number,
  asked: Span,
): number[] {
  findExcess(recur);
  if (until !== undefined && until < asked.from) return [];
  const parts = recur
    .toString()
    .split(";")
    .filter((part) => !part.startsWith("UNTIL="));
  if (until !== undefined) parts.push(`UNTIL=${basic(until)}`);
  try {
    const rule = new RRuleTemporal({
      rruleString: `DTSTART:${basic(first)}\nRRULE:${parts.join(";")}`,
      includeDtstart: true,
      maxIterations: MOST_STEPS,
      maxCandidateEvaluations: 10 * MOST_STEPS,
    });
    return rule
      .between(new Date(asked.from), new Date(asked.to), true)
      .map(({ epochMilliseconds }) => epochMilliseconds);
  } catch (error) {
    throw new UnusableCalendar(`can't follow the rule ${recur.toString()}`, {
      cause: error,
    });
  }
}

function findExcess(recur: ICAL.Recur): void {
  const rule = recur.toString().slice(0, 200);
  if (!FREQUENCIES.includes(recur.freq))
    throw new UnusableCalendar(
      `has the rule ${rule}, and no rule may come more often than once a day`,
    );
  if (recur.interval > LONGEST_INTERVAL)
    throw new UnusableCalendar(
      `has the rule ${rule}, and no interval may be longer than ${LONGEST_INTERVAL}`,
    );
  for (const [name, values] of Object.entries(recur.parts)) {
    const most = ONCE_A_DAY.includes(name) ? 1 : MOST_PARTS;
    if (Array.isArray(values) && values.length > most)
      throw new UnusableCalendar(
        `has the rule ${rule}, and ${name} may have ${most} at most`,
      );
  }
}

/** `20261126T090000Z`. */
function basic(local: number): string {
  return new Date(local).toISOString().replace(/[-:]|\.\d+/g, "");
}
