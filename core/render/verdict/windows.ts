import type { Unread } from "../../gate/windows/window-calendars.ts";
import type { WindowsVerdict } from "../../gate/windows/windows.ts";
import type { ZonedWindow } from "../../policy/gates/window-hours.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { waitUntil, type VerdictWords } from "./words.ts";

export function describeWindows(verdict: WindowsVerdict): VerdictWords {
  const { code, values } = verdict;
  const run = `a run of ${formatDuration(values.duration)}`;
  switch (code) {
    case "open":
      return {
        summary: `No freeze and no blackout window is in the way of ${run}.`,
      };
    case "exempt":
      return {
        summary:
          `Now is no time for ${run}, and the policy exempts this experiment${values.exemption.freezes ? ", from freezes too" : ""}: ${plain(values.exemption.reason, 200)}${untilOf(values.exemption)}.`.replace(
            /\.\.$/,
            ".",
          ),
      };
    case "calendar-not-known":
      return {
        summary: `When the freezes are is not known, because of ${enumerate(values.unread.map(withReason), "and")}.`,
        mend: "Mend each of these calendars, or take it out of the policy: a freeze may stand in it.",
      };
    case "freeze":
      return {
        summary: `Now ${run} would fall into the freeze “${plain(values.reason, 200)}”${fromCalendar(values)}, ${fromTo(values)}.`,
        mend: waitUntil(verdict.opensAt),
      };
    case "blackout":
      return {
        summary: `Now ${run} would fall into the blackout window ${named(values)}, this time ${fromTo(values)}.`,
        mend: waitUntil(verdict.opensAt),
      };
    case "outside-allowed": {
      const allowed = enumerate(values.allowed.map(named), "and", 3);
      const end = formatMoment(values.outsideFrom);
      return {
        summary: values.atOnce
          ? `Nothing may run now; the allowed windows are ${allowed}.`
          : `Now ${run} would not be over when its allowed window ends ${end}; the allowed windows are ${allowed}.`,
        mend: waitUntil(verdict.opensAt),
      };
    }
    case "never-opens":
      return {
        summary: `Between its freezes, blackout windows and allowed windows the policy leaves no time for ${run}.`,
        mend: "Make expected_duration, the freezes or the blackout windows of the policy shorter, or the allowed windows longer.",
      };
  }
}

function fromCalendar({ calendar }: { calendar?: string }): string {
  return calendar === undefined ? "" : ` of the calendar ${calendar}`;
}

function untilOf({ until }: { until?: string | undefined }): string {
  return until === undefined ? "" : ` (until ${until})`;
}

function withReason(unread: Unread): string {
  switch (unread.why) {
    case "not-looked-up":
      return `${unread.calendar} (not looked up)`;
    case "unreadable":
      return `${unread.calendar} (${plain(unread.detail, 300)})`;
    case "too-far":
      return `${unread.calendar} (read up to ${formatMoment(unread.until)} alone, and nothing opens before)`;
  }
}

function fromTo({ from, to }: { from: Date; to: Date }): string {
  return `from ${formatMoment(from)} to ${formatMoment(to)}`;
}

function named({ window, timezone }: ZonedWindow): string {
  if ("days" in window)
    return `${enumerate(window.days, "and")} ${window.from}–${window.to} (${timezone})`;
  const why =
    window.reason === undefined ? "" : `“${plain(window.reason, 100)}” `;
  if ("rrule" in window)
    return `${why}${window.rrule} ${window.from}–${window.to} (${timezone})`;
  const { from, to } = "yearly" in window ? window.yearly : window;
  const every = "yearly" in window ? "every year " : "";
  return `${why}${every}${from} to ${to} (${timezone})`;
}
