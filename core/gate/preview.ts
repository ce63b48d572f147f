import { localDays } from "../time/local-day.ts";
import { CLOCK_GATES, judge, openingOf } from "./decide.ts";
import { unknown } from "./fact.ts";
import type { GateInput } from "./registry.ts";
import type { GateName } from "./verdict.ts";

/** One hour of a preview. */
export interface PreviewHour {
  /** `past`: it is over, or there is no such hour that day. `partly`: some of its quarters are open. */
  state: "past" | "open" | "partly" | "closed";
  /** The gates that are closed at some of its quarters. */
  closedBy: GateName[];
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
      CLOCK_GATES.includes(gate),
    );
  const present = clockVerdicts(from);
  const leftOut = present.flatMap(({ gate, status, values }) =>
    status === "unknown"
      ? { gate, reason: "reason" in values ? values.reason : "it is not known" }
      : [],
  );
  const closedAt = (now: Date) =>
    clockVerdicts(now).filter(
      ({ gate, status }) =>
        status !== "pass" && !leftOut.some((one) => one.gate === gate),
    );
  const closed = closedAt(from);
  const opensAt =
    closed.length === 0
      ? from
      : openingOf({ ...asked, now: from }, closed).opensAt;
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

function previewHour(
  hour: { from: Date; to: Date },
  from: Date,
  closedAt: (now: Date) => { gate: GateName }[],
): PreviewHour {
  const quarters: GateName[][] = [];
  for (let at = hour.from.getTime(); at < hour.to.getTime(); at += QUARTER_MS)
    if (at + QUARTER_MS > from.getTime())
      quarters.push(closedAt(new Date(at)).map(({ gate }) => gate));
  const shut = quarters.filter((gates) => gates.length > 0);
  return {
    state: stateOf(quarters.length, shut.length),
    closedBy: [...new Set(shut.flat())],
  };
}

function stateOf(quarters: number, shut: number): PreviewHour["state"] {
  if (quarters === 0) return "past";
  if (shut === 0) return "open";
  return shut < quarters ? "partly" : "closed";
}
