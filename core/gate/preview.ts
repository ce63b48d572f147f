import { localDays } from "../time/local-day.ts";
import { CLOCK_GATES, judge } from "./decide.ts";
import { unknown } from "./fact.ts";
import type { GateFacts } from "./facts.ts";
import type { GateInput, Verdict } from "./registry.ts";
import type { GateName } from "./verdict.ts";

/** One hour of a preview. */
export interface PreviewHour {
  /** `past`: it is over, or there is no such hour that day. `partly`: some of its quarters are open. */
  state: "past" | "open" | "partly" | "closed";
  /** The gates that are closed at some of its quarters. */
  closedBy: GateName[];
  /** The roles in which nobody is on call during a run that begins at some of its quarters. */
  uncovered: string[];
}

export interface PreviewDay {
  /** 2026-11-23, in the policy's zone. */
  date: string;
  hours: PreviewHour[];
}

/** When a run may start, as far as the clock decides. */
export interface Preview {
  timezone: string;
  days: PreviewDay[];
  /** The next moment at which all of these gates are open; absent where there is none that can be told. */
  opensAt?: Date;
  /** Gates of the clock that can't be looked at, and why; the preview leaves them out. */
  leftOut: { gate: GateName; reason: string }[];
}

const QUARTER_MS = 15 * 60_000;
/** More changes of windows and rotas than a week can need; the search has to end whatever they say. */
const MOST_STEPS = 500;
/** A rota is a clock, too: who is on call then is known ahead. */
const SHOWN: readonly GateName[] = [...CLOCK_GATES, "on_call"];

/** @param from what is earlier is past */
export function previewOf(
  { rule, policy, facts }: Omit<GateInput, "now">,
  from: Date,
  days = 7,
): Preview {
  const { timezone } = policy;
  const overrides = unknown("people's doing, not the clock's");
  const asked = { rule, policy, facts: { ...facts, overrides } };
  const clockVerdicts = (now: Date) =>
    judge({ ...asked, now }).verdicts.filter(({ gate }) =>
      SHOWN.includes(gate),
    );
  const present = clockVerdicts(from);
  const leftOut = present.flatMap(({ gate, status, values }) =>
    status === "unknown"
      ? {
          gate,
          reason: "reason" in values ? values.reason : "it is not known of now",
        }
      : [],
  );
  const closedAt = (now: Date) =>
    clockVerdicts(now).filter(
      ({ gate, status }) =>
        status !== "pass" && !leftOut.some((one) => one.gate === gate),
    );
  const opensAt = nextOpening(from, closedAt, facts.onCall);
  return {
    timezone,
    days: localDays(from, timezone, days).map(({ date, hours }) => ({
      date,
      hours: hours.map((hour) => previewHour(hour, from, closedAt)),
    })),
    ...(opensAt && { opensAt }),
    leftOut,
  };
}

/**
 * The gates are asked again at the latest moment at which one that is closed may open, until none is. Who is on call
 * changes only where somebody's time begins or ends.
 */
function nextOpening(
  from: Date,
  closedAt: (now: Date) => Verdict[],
  onCall: GateFacts["onCall"],
): Date | undefined {
  let at = from;
  for (let step = 0; step < MOST_STEPS; step++) {
    const moments = closedAt(at).map((verdict) =>
      verdict.gate === "on_call"
        ? nextChange(onCall, at)
        : verdict.opensAt?.getTime(),
    );
    if (moments.length === 0) return at;
    const known = moments.filter((moment) => moment !== undefined);
    if (known.length < moments.length) return undefined;
    at = new Date(Math.max(...known));
  }
  return undefined;
}

function nextChange(onCall: GateFacts["onCall"], at: Date): number | undefined {
  const shifts = (onCall.known ? onCall.value : []).flatMap((rota) =>
    rota.shifts.known ? rota.shifts.value : [],
  );
  const later = shifts
    .flatMap(({ from, until }) => [from?.getTime(), until?.getTime()])
    .filter((moment) => moment !== undefined)
    .filter((moment) => moment > at.getTime());
  return later.length === 0 ? undefined : Math.min(...later);
}

function uncoveredBy(verdict: Verdict): string[] {
  return verdict.gate === "on_call" && verdict.code === "nobody"
    ? verdict.values.gaps.map(({ role }) => role)
    : [];
}

function previewHour(
  hour: { from: Date; to: Date },
  from: Date,
  closedAt: (now: Date) => Verdict[],
): PreviewHour {
  const quarters: Verdict[][] = [];
  for (let at = hour.from.getTime(); at < hour.to.getTime(); at += QUARTER_MS)
    if (at + QUARTER_MS > from.getTime()) quarters.push(closedAt(new Date(at)));
  const shut = quarters.filter((gates) => gates.length > 0);
  return {
    state: stateOf(quarters.length, shut.length),
    closedBy: [...new Set(shut.flat().map(({ gate }) => gate))],
    uncovered: [...new Set(shut.flat().flatMap(uncoveredBy))],
  };
}

function stateOf(quarters: number, shut: number): PreviewHour["state"] {
  if (quarters === 0) return "past";
  if (shut === 0) return "open";
  return shut < quarters ? "partly" : "closed";
}
