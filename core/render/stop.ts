import type { StopReason } from "../request/watch.ts";
import { formatDuration } from "../time/duration.ts";

/** One plain sentence, not escaped, that says why a run is stopped before its end. */
export function stopSentence(reason: StopReason): string {
  switch (reason.code) {
    case "command":
      return `${reason.person} said so.`;
    case "halt": {
      const { by, reason: why, issue } = reason.halt;
      return `${by} halted all experiments (issue ${String(issue)}), because: ${why}`;
    }
    case "criterion": {
      const { name, below, above, for: time } = reason.criterion;
      const bound =
        below === undefined
          ? `above ${String(above)}`
          : `below ${String(below)}`;
      const long = time > 0 ? ` for ${formatDuration(time)}` : "";
      return `"${name}" was ${bound}${long}: ${String(reason.value)}.`;
    }
    case "incident": {
      const { severity, title, links } = reason.incident;
      const what = [title, links?.[0]]
        .filter((word) => word !== undefined)
        .join(", ");
      return `An incident opened while it ran (${severity})${what === "" ? "" : `: ${what}`}.`;
    }
    case "out-of-sight":
      return `Since ${reason.since.toISOString().slice(11, 19)} UTC it can't be learned whether it has to be stopped: ${reason.reason}.`;
  }
}
