import { createHash } from "node:crypto";
import { known, unknown, type Evidence, type Fact } from "../core/gate/fact.ts";
import type { CalendarFact, CalendarTimes } from "../core/gate/facts.ts";
import {
  calendarName,
  calendarsOf,
  type CalendarFreezes,
  type WindowsSettings,
} from "../core/policy/gates/windows.ts";
import { readCalendar } from "../core/time/calendar/calendar.ts";
import {
  CALENDAR_AHEAD,
  CALENDAR_BYTES,
} from "../core/time/calendar/limits.ts";
import type { FactsContext } from "./context.ts";
import { providerError } from "./learn.ts";

const DAY = 86_400_000;

type Context = Pick<FactsContext, "github" | "memory" | "services">;

interface Subject {
  /** Of the policy. */
  commit: string;
  zone: string;
  now: Date;
}

/** When the freezes of each calendar are; each calendar is known or unknown on its own. */
export async function observeCalendars(
  settings: WindowsSettings,
  subject: Subject,
  context: Context,
): Promise<Fact<CalendarFact[]>> {
  const calendars = await Promise.all(
    calendarsOf(settings).map(async (freezes) => ({
      calendar: calendarName(freezes),
      times: await observeCalendar(freezes, subject, context),
    })),
  );
  return known(calendars);
}

async function observeCalendar(
  freezes: CalendarFreezes,
  subject: Subject,
  context: Context,
): Promise<Fact<CalendarTimes>> {
  const read =
    "calendar" in freezes
      ? await readFromRepository(freezes.calendar, subject, context)
      : await readFromFeed(freezes.feed, subject, context);
  if (!read.ok) return unknown(read.reason);
  return timesOf(read, subject, context);
}

type TextRead =
  | { ok: true; text: string; evidence: Evidence }
  | { ok: false; reason: string };

export async function readFromRepository(
  path: string,
  { commit, now }: Pick<Subject, "commit" | "now">,
  { github, memory }: Pick<Context, "github" | "memory">,
): Promise<TextRead> {
  try {
    const file = await memory.calendarFiles.answer(
      `${github.owner}/${github.name}@${commit}:${path}`,
      () => github.readFile(path, commit, CALENDAR_BYTES),
    );
    switch (file.state) {
      case "missing":
        return { ok: false, reason: "the repository has no such file" };
      case "binary":
        return { ok: false, reason: "it is not a text file" };
      case "too-large":
        return {
          ok: false,
          reason: `it has ${file.size} bytes; at most ${file.limit} are read`,
        };
      case "text": {
        const evidence = {
          source: "github",
          at: now,
          query: `${path} at ${commit}`,
          answer: digestOf(file.text),
        };
        return { ok: true, text: file.text, evidence };
      }
    }
  } catch (error) {
    return { ok: false, reason: providerError(error).message };
  }
}

async function readFromFeed(
  name: string,
  { now }: Subject,
  { services }: Context,
): Promise<TextRead> {
  const feed = services.calendarFeeds?.get(name);
  if (!feed)
    return {
      ok: false,
      reason:
        "no calendar of that name is set up; whoever operates this app names it in CALENDAR_FEEDS",
    };
  try {
    const { text, age } = await feed.read();
    const evidence = {
      source: "calendar",
      at: now,
      query: name,
      answer: digestOf(text),
      ...(age !== undefined && { age }),
    };
    return { ok: true, text, evidence };
  } catch (error) {
    return { ok: false, reason: providerError(error).message };
  }
}

/** Read from the beginning of the day on, so that one reading serves for all looks of that day. */
async function timesOf(
  { text, evidence }: Extract<TextRead, { ok: true }>,
  { zone, now }: Subject,
  { memory }: Context,
): Promise<Fact<CalendarTimes>> {
  const from = now.getTime() - (now.getTime() % DAY);
  const asked = { from, to: from + CALENDAR_AHEAD };
  const read = await memory.calendars.answer(
    `${digestOf(text)} ${zone} ${from}`,
    async () => readCalendar(text, zone, asked),
  );
  if (!read.ok) return unknown(`it ${read.reason}`, evidence);
  const times = read.times
    .filter(({ to }) => to > now.getTime())
    .map(({ summary, from: begins, to }) => ({
      from: new Date(begins),
      to: new Date(to),
      reason: summary,
    }));
  return known({ times, until: new Date(asked.to) }, evidence);
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
