import type {
  Reading,
  SteadyStateVerdict,
  Unread,
} from "../../gate/steady-state.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeSteadyState({
  code,
  values,
}: SteadyStateVerdict): VerdictWords {
  switch (code) {
    case "steady":
      return {
        summary: `The system is healthy: ${enumerate(values.readings.map(measured), "and")}.`,
      };
    case "not-steady":
      return {
        summary: `The system is not healthy before the experiment: ${enumerate(values.readings.map(measured), "and")}.`,
        mend: "Bring it back to its steady state before something is broken on purpose.",
      };
    case "not-measured":
      return {
        summary: `Whether the system is healthy is not known for ${enumerate(values.unread.map(withReason), "and")}.`,
        mend: "Let Prometheus answer for each of them: what is not measured never passes.",
      };
    case "not-known":
      return describeNotKnown("The steady state is", values.reason);
  }
}

function measured({ name, value, below, above }: Reading): string {
  const [side, bound = 0] =
    below === undefined ? ["above", above] : ["below", below];
  return `${plain(name, 100)} is ${short(value, bound)} (has to be ${side} ${String(bound)})`;
}

/** With four significant digits where that does not move it onto its bound. */
function short(value: number, bound: number): string {
  const rounded = Number(value.toPrecision(4));
  return String(rounded === bound ? value : rounded);
}

function withReason(unread: Unread): string {
  const name = plain(unread.name, 100);
  switch (unread.why) {
    case "not-looked-up":
      return `${name} (not looked up)`;
    case "no-number":
      return `${name} (the answer is ${unread.detail})`;
    case "unreadable":
      return `${name} (${plain(unread.detail, 200)})`;
  }
}
