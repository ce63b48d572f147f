import type { Preview, PreviewDay, PreviewHour } from "../gate/preview.ts";
import { formatDay, formatOpening } from "./moment.ts";
import { enumerate, plain } from "./plain.ts";

/** What a preview is of. */
export interface PreviewSubject {
  experiment: string;
  environment: string;
}

const SYMBOLS: Record<PreviewHour["state"], string> = {
  open: "█",
  partly: "▒",
  closed: "·",
  past: " ",
};

/** A week at a terminal: a row for each day, a character for each hour. */
export function renderPreview(
  preview: Preview,
  subject: PreviewSubject,
): string {
  return [
    `${previewTitle(subject)}, as far as the clock decides (times in ${preview.timezone})`,
    "",
    `             ${["00", "06", "12", "18"].map((hour) => hour.padEnd(6)).join("")}`.trimEnd(),
    ...preview.days.map(dayLine),
    "",
    `${SYMBOLS.open} open   ${SYMBOLS.partly} partly   ${SYMBOLS.closed} closed`,
    ...previewNotes(preview),
    "",
  ].join("\n");
}

export function previewTitle({
  experiment,
  environment,
}: PreviewSubject): string {
  return `When ${plain(experiment, 200)} may start in ${plain(environment, 100)}`;
}

/** The next opening, what closes the hours, and what is left out. */
export function previewNotes({ days, opensAt, leftOut }: Preview): string[] {
  const closing = new Set(
    days.flatMap(({ hours }) => hours.flatMap(({ closedBy }) => closedBy)),
  );
  return [
    opensAt
      ? `Next open: ${formatOpening(opensAt)}.`
      : "No moment can be told at which it opens.",
    ...(closing.size === 0
      ? []
      : [`Closed by ${enumerate([...closing], "and")}.`]),
    ...uncoveredNote(days),
    ...leftOut.map(
      ({ gate, reason }) => `Left out: ${gate}, because ${plain(reason, 300)}.`,
    ),
  ];
}

/** In which roles nobody is on call at times, and from which hour on first. */
function uncoveredNote(days: Preview["days"]): string[] {
  const roles = new Map<string, string>();
  for (const { date, hours } of days)
    for (const [hour, { uncovered }] of hours.entries())
      for (const role of uncovered)
        if (!roles.has(role))
          roles.set(
            role,
            `${formatDay(date)} ${String(hour).padStart(2, "0")}:00`,
          );
  return [...roles].map(
    ([role, first]) =>
      `Nobody is on call as ${plain(role, 100)} for the whole of a run in some of these hours, first ${first}.`,
  );
}

function dayLine({ date, hours }: PreviewDay): string {
  const strip = hours.map(({ state }) => SYMBOLS[state]).join("");
  return `${formatDay(date).padEnd(11)}  ${strip}`.trimEnd();
}
