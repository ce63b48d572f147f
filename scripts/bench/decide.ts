import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { readFileQuestion } from "../../cli/explain/file-question.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { decide } from "../../core/gate/decide.ts";
import { known } from "../../core/gate/fact.ts";
import type { CalendarFact } from "../../core/gate/facts.ts";
import { readCalendar } from "../../core/time/calendar/calendar.ts";
import type { Speed } from "./comparison.ts";

const WORLD = join(import.meta.dirname, "../../test/fixtures/explain/world");
const EXPERIMENT = join(WORLD, "database-pod-failure.json");
const AT = new Date("2026-11-23T18:00:00Z");
const YEAR = 366 * 86_400_000;

/** Decisions on facts in memory, and the search for the next moment that is open. */
export async function benchDecide(): Promise<Speed[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-decide-"));
  try {
    return [await benchDecisions(folder), await benchOpening(folder)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The good day of the case table: every gate, and all of them pass. */
async function benchDecisions(folder: string): Promise<Speed> {
  const digest = experimentDigest(await readFile(EXPERIMENT));
  const goodDay = await readFile(join(WORLD, "good-day.yml"), "utf8");
  const { facts } = parse(goodDay.replaceAll("this experiment", digest));
  const file = join(folder, "facts.yml");
  await writeFile(file, stringify(facts));
  const asked = await ask(join(WORLD, "policy.yml"), file);
  const took = millisecondsEach(() => {
    const { decision } = decide(asked.rule, asked.policy, asked.facts, AT);
    if (decision !== "allow") throw new Error(`it decided to ${decision}`);
  });
  return {
    name: "decisions on facts in memory",
    figure: `${Math.round(1_000 / took)} a second`,
    wanted: "at least 10,000",
    isMet: 1_000 / took >= 10_000,
  };
}

/** 50 windows that leave one hour of the week, and three calendars of five years that close it again and again. */
async function benchOpening(folder: string): Promise<Speed> {
  const file = join(folder, "policy.yml");
  await writeFile(file, crowdedPolicy());
  const asked = await ask(file);
  const calendars = Array.from({ length: 3 }, (_, index) =>
    crowdedCalendar(index),
  );
  const facts = {
    ...asked.facts,
    halts: known([]),
    calendars: known(calendars),
  };
  const took = millisecondsEach(() => {
    const { opensAt } = decide(asked.rule, asked.policy, facts, AT);
    if (!opensAt) throw new Error("no moment was found");
  });
  return {
    name: "the next open moment, 50 windows, 3 calendars of 5 years",
    figure: `${took.toPrecision(2)} ms`,
    wanted: "under 10 ms",
    isMet: took < 10,
  };
}

async function ask(policy: string, facts?: string) {
  const question = await readFileQuestion(
    {
      policy,
      experiment: EXPERIMENT,
      environment: "production",
      ...(facts !== undefined && { facts }),
    },
    AT,
    { cwd: WORLD },
  );
  if (!question.ok) throw new Error(question.messages.join("\n"));
  return question;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Seven windows of each day but the last hours of Sundays, and one more. */
function crowdedPolicy(): string {
  const hours = [0, 3, 7, 10, 14, 17, 21, 24];
  const windows = DAYS.flatMap((day) =>
    hours.slice(0, -1).map((from, index) => ({
      days: [day],
      from: `${String(from).padStart(2, "0")}:00`,
      to:
        day === "sun" && index === 6
          ? "23:00"
          : `${String(hours[index + 1]).padStart(2, "0")}:00`,
    })),
  );
  return stringify({
    version: 1,
    timezone: "Europe/Berlin",
    roles: {},
    environments: {
      production: {
        workflow: "chaos-tests.yml",
        gates: {
          windows: {
            blackout: [
              ...windows,
              { days: ["mon"], from: "08:00", to: "09:00" },
            ],
            freezes: [0, 1, 2].map((index) => ({
              calendar: `calendar-${index}.ics`,
            })),
          },
        },
      },
    },
  });
}

/** An event on every day of five years but each third Sunday. */
function crowdedCalendar(index: number): CalendarFact {
  const until = AT.getTime() + 5 * YEAR;
  const events = Array.from({ length: 5 * 365 }, (_, day) => {
    const date = new Date(AT.getTime() + day * 86_400_000);
    const isFree = date.getUTCDay() === 0 && day % 3 === 0;
    const start = date.toISOString().slice(0, 10).replaceAll("-", "");
    return isFree
      ? []
      : [
          "BEGIN:VEVENT",
          `UID:${index}-${day}`,
          `DTSTART;VALUE=DATE:${start}`,
          `SUMMARY:Day ${day}`,
          "END:VEVENT",
        ];
  });
  const text = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    ...events.flat(),
    "END:VCALENDAR",
    "",
  ].join("\r\n");
  const read = readCalendar(text, "Europe/Berlin", {
    from: AT.getTime(),
    to: until,
  });
  if (!read.ok) throw new Error(`the calendar ${read.reason}`);
  const times = read.times.map(({ from, to, summary }) => ({
    from: new Date(from),
    to: new Date(to),
    reason: summary,
  }));
  return {
    calendar: `calendar-${index}.ics`,
    times: known({ times, until: new Date(until) }),
  };
}

/** The shortest mean of several rounds: what it takes when nothing else is in the way. */
function millisecondsEach(once: () => void): number {
  const rounds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    let times = 0;
    while (performance.now() - start < 200) {
      once();
      times += 1;
    }
    return (performance.now() - start) / times;
  });
  return Math.min(...rounds);
}
