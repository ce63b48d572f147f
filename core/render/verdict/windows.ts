import type { WindowsVerdict } from "../../gate/windows.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { enumerate } from "../plain.ts";
import { waitUntil, type VerdictWords } from "./words.ts";

export function describeWindows(verdict: WindowsVerdict): VerdictWords {
  const { code, values } = verdict;
  const run = `a run of ${formatDuration(values.duration)}`;
  if (code === "open")
    return { summary: `No blackout window is in the way of ${run}.` };

  const { window, timezone, from, to } = values;
  const weekly = `${enumerate(window.days, "and")} ${window.from}–${window.to} (${timezone})`;
  if (code === "never-opens")
    return {
      summary: `Between the blackout windows there is never time for ${run}; the next one is ${weekly}.`,
      mend: "Make expected_duration or the blackout windows of the policy shorter.",
    };
  return {
    summary: `Now ${run} would fall into the blackout window ${weekly}, this time from ${formatMoment(from)} to ${formatMoment(to)}.`,
    mend: waitUntil(verdict.opensAt),
  };
}
