import { recurringIn, windowHours } from "../../policy/gates/window-hours.ts";
import type { ZonedWindow } from "../../policy/gates/window-hours.ts";
import type { Exemption, WindowsSettings } from "../../policy/gates/windows.ts";
import { openingAt, type Hours, type Opening } from "../../time/opening.ts";
import type { Evidence } from "../fact.ts";
import type { GateFacts } from "../facts.ts";
import {
  calendarFreezes,
  findCalendars,
  readTooShort,
  type Frozen,
  type Unread,
} from "./window-calendars.ts";
import { exemptionOf } from "./window-exemption.ts";
import type { ClockWait, VerdictOf } from "../verdict.ts";

const GATE = "windows";
type Gate = typeof GATE;

/** `duration` is the run's, in milliseconds. */
interface Run {
  duration: number;
}

/** One closed time, from its first moment to the first one after it. */
interface Closed extends Run {
  from: Date;
  to: Date;
}

interface Outside extends Run {
  allowed: ZonedWindow[];
  /** The run's first moment that is not allowed, and whether that is its very first one. */
  outsideFrom: Date;
  atOnce: boolean;
}

/** What keeps a run from starting now, and passes by itself. */
type Obstacle =
  | ClockWait<Gate, "freeze", Closed & Frozen>
  | ClockWait<Gate, "blackout", Closed & ZonedWindow>
  | ClockWait<Gate, "outside-allowed", Outside>;

export type WindowsVerdict =
  | VerdictOf<Gate, "pass", "open", Run & { until: Date }>
  /** The hour is wrong, and the policy lets this experiment run nevertheless. */
  | VerdictOf<Gate, "pass", "exempt", Run & { exemption: Exemption }>
  | Obstacle
  | VerdictOf<Gate, "unknown", "calendar-not-known", Run & { unread: Unread[] }>
  /** Between all of them there is no time that is long enough. */
  | VerdictOf<Gate, "fail", "never-opens", Run>;

type Item = { freeze: Frozen } | ZonedWindow;

/**
 * The whole run, from now to its expected end, keeps free of every freeze and every blackout window, and lies within
 * the allowed ones. Where several things are in the way, a freeze is named first. An exempt experiment is judged
 * without what it is exempt from.
 */
export function windows(
  settings: WindowsSettings,
  defaultZone: string,
  facts: Pick<GateFacts, "ask" | "calendars">,
  now: Date,
): WindowsVerdict {
  const verdict = judge(settings, defaultZone, facts, now);
  if (verdict.status === "pass") return verdict;
  const { expected_duration: duration } = settings;
  const run = { from: now, duration, zone: defaultZone };
  const exemption = exemptionOf(settings.exempt, facts.ask, run);
  if (!exemption) return verdict;
  const rest = {
    ...settings,
    blackout: [],
    allowed: [],
    ...(exemption.freezes && { freezes: [] }),
  };
  const without = judge(rest, defaultZone, facts, now);
  if (without.status !== "pass") return without;
  return {
    gate: GATE,
    status: "pass",
    code: "exempt",
    values: { duration, exemption },
    evidence: verdict.evidence,
  };
}

function judge(
  settings: WindowsSettings,
  defaultZone: string,
  facts: Pick<GateFacts, "calendars">,
  now: Date,
): WindowsVerdict {
  const { expected_duration: duration } = settings;
  const { calendars, unread, evidence: read } = findCalendars(settings, facts);
  const evidence = [evidenceOf(settings, now), ...read];
  const notKnown = (missing: Unread[]) =>
    ({
      gate: GATE,
      status: "unknown",
      code: "calendar-not-known",
      values: { unread: missing, duration },
      evidence,
    }) as const;
  if (unread.length > 0) return notKnown(unread);

  const recurring = recurringIn(defaultZone);
  const { closed, allowed } = windowHours(settings, recurring);
  const dated = settings.freezes
    .filter((freeze) => "from" in freeze)
    .map((freeze) =>
      recurring(freeze, "closes", () => ({
        freeze: { reason: freeze.reason },
      })),
    );
  const hours: Hours<Item> = {
    closed: [...closed, ...dated, ...calendars.flatMap(calendarFreezes)],
    allowed,
  };
  const found = openingAt(hours, now, duration);
  const opensAt = found.open ? now : found.opensAt;
  if (!opensAt)
    return {
      gate: GATE,
      status: "fail",
      code: "never-opens",
      values: { duration },
      evidence,
    };
  const short = readTooShort(calendars, opensAt, duration);
  if (short.length > 0) return notKnown(short);
  if (found.open) {
    const until = new Date(now.getTime() + duration);
    return {
      gate: GATE,
      status: "pass",
      code: "open",
      values: { duration, until },
      evidence,
    };
  }
  return obstacle(
    found,
    allowed.map(({ item }) => item),
    { duration, now, opensAt, evidence },
  );
}

function evidenceOf(settings: WindowsSettings, at: Date): Evidence {
  const answer = JSON.stringify(settings).slice(0, 500);
  return { source: "policy", at, query: "windows", answer };
}

/** What stands in the way at this moment: a freeze before a blackout before what is not allowed. */
function obstacle(
  { met, outsideFrom }: Extract<Opening<Item>, { open: false }>,
  allowed: ZonedWindow[],
  asked: Run & Pick<Obstacle, "opensAt" | "evidence"> & { now: Date },
): Obstacle {
  const { duration, now, opensAt, evidence } = asked;
  const wait = { gate: GATE, status: "wait", opensAt, evidence } as const;
  for (const { item, from, to } of met)
    if ("freeze" in item)
      return {
        ...wait,
        code: "freeze",
        values: { ...item.freeze, from, to, duration },
      };
  for (const { item, from, to } of met)
    if ("window" in item)
      return {
        ...wait,
        code: "blackout",
        values: { ...item, from, to, duration },
      };
  const first = outsideFrom ?? now;
  return {
    ...wait,
    code: "outside-allowed",
    values: {
      allowed,
      outsideFrom: first,
      atOnce: first.getTime() === now.getTime(),
      duration,
    },
  };
}
