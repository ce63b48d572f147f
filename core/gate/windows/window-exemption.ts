import picomatch from "picomatch";
import type { Exemption } from "../../policy/gates/windows.ts";
import { endOf, parseCalendarMoment } from "../../time/calendar-moment.ts";
import { clockOf } from "../../time/zone-clock.ts";
import type { GateFacts } from "../facts.ts";

interface Run {
  from: Date;
  /** Milliseconds. */
  duration: number;
  /** The policy's. */
  zone: string;
}

/** What exempts the experiment for the whole run; of several one that covers freezes too. */
export function exemptionOf(
  exemptions: readonly Exemption[],
  ask: GateFacts["ask"],
  run: Run,
): Exemption | undefined {
  if (!ask.known) return undefined;
  const { experiment } = ask.value;
  const fitting = exemptions.filter(
    (one) => names(one, experiment) && covers(one, run),
  );
  return fitting.find(({ freezes }) => freezes) ?? fitting[0];
}

function names({ experiments }: Exemption, experiment: string): boolean {
  return picomatch(experiments, { nonegate: true, noextglob: true })(
    experiment,
  );
}

function covers({ until }: Exemption, { from, duration, zone }: Run): boolean {
  if (until === undefined) return true;
  const moment = parseCalendarMoment(until);
  if (!moment) return false;
  const end = endOf(moment, clockOf(zone));
  return from.getTime() + duration <= end;
}
