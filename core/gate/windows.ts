import { recurringIn, windowHours } from "../policy/window-hours.ts";
import type { ZonedWindow } from "../policy/window-hours.ts";
import type { WindowsSettings } from "../policy/windows.ts";
import { openingAt, type Hours, type Opening } from "../time/opening.ts";
import type { Evidence } from "./fact.ts";
import type { ClockWait, VerdictOf } from "./verdict.ts";

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
  | Obstacle
  /** Between all of them there is no time that is long enough. */
  | VerdictOf<Gate, "fail", "never-opens", Run>;

interface Frozen {
  reason: string;
}

type Item = { freeze: Frozen } | ZonedWindow;

/**
 * The whole run, from now to its expected end, keeps free of every freeze and every blackout window, and lies within
 * the allowed ones. Where several things are in the way, a freeze is named first.
 */
export function windows(
  settings: WindowsSettings,
  defaultZone: string,
  now: Date,
): WindowsVerdict {
  const { expected_duration: duration } = settings;
  const evidence: Evidence[] = [
    {
      source: "policy",
      at: now,
      query: "windows",
      answer: JSON.stringify(settings).slice(0, 500),
    },
  ];
  const recurring = recurringIn(defaultZone);
  const { closed, allowed } = windowHours(settings, recurring);
  const freezes = settings.freezes.map((freeze) =>
    recurring(freeze, () => ({ freeze: { reason: freeze.reason } })),
  );
  const hours: Hours<Item> = { closed: [...closed, ...freezes], allowed };
  const found = openingAt(hours, now, duration);
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
  const { opensAt } = found;
  if (!opensAt)
    return {
      gate: GATE,
      status: "fail",
      code: "never-opens",
      values: { duration },
      evidence,
    };
  return obstacle(
    found,
    allowed.map(({ item }) => item),
    { duration, now, opensAt, evidence },
  );
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
