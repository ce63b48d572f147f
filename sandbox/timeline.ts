import { styleText } from "node:util";

/** One thing that happened, for people as a line, for programs as JSON. */
export interface TimelineEvent {
  /** Who did it: a login, `chaos-governor`, `sandbox`, … */
  actor: string;
  text: string;
  /** Where it can be opened. */
  link?: string;
  /** More lines below it, for instance the gates of a decision. */
  details?: string[];
}

export interface Timeline {
  /** A chapter's heading. */
  chapter(title: string): void;
  tell(event: TimelineEvent): void;
  /** Something that takes a while, told as it goes on. */
  progress(text: string): void;
}

/** Writes the timeline as people read it. */
export function readableTimeline(
  write: (text: string) => void,
  now: () => Date,
): Timeline {
  return {
    chapter: (title) => write(`\n${styleText("bold", title)}\n`),
    tell({ actor, text, link, details }) {
      const time = styleText("dim", clockTime(now()));
      write(`  ${time}  ${styleText("cyan", actor.padEnd(14))} ${text}\n`);
      for (const detail of details ?? [])
        write(`${" ".repeat(28)}${styleText("dim", detail)}\n`);
      if (link !== undefined)
        write(`${" ".repeat(28)}${styleText("underline", link)}\n`);
    },
    progress: (text) => write(`  ${styleText("dim", `… ${text}`)}\n`),
  };
}

/** Writes one JSON object a line: {at, kind, chapter?, actor?, text, link?, details?}. */
export function jsonTimeline(
  write: (text: string) => void,
  now: () => Date,
): Timeline {
  const line = (event: object) =>
    write(`${JSON.stringify({ at: now().toISOString(), ...event })}\n`);
  return {
    chapter: (title) => line({ kind: "chapter", text: title }),
    tell: (event) => line({ kind: "event", ...event }),
    progress: (text) => line({ kind: "progress", text }),
  };
}

function clockTime(at: Date): string {
  const weekday = new Intl.DateTimeFormat("en", {
    weekday: "short",
    timeZone: "UTC",
  }).format(at);
  return `${weekday} ${at.toISOString().slice(11, 19)}`;
}
