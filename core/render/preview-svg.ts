import type { Preview, PreviewDay, PreviewHour } from "../gate/preview.ts";
import { escapeXml } from "./escape.ts";
import { formatDay } from "./moment.ts";
import { previewNotes, previewTitle, type PreviewSubject } from "./preview.ts";

const CELL = { width: 22, height: 20, gap: 2 };
const LEFT = 96;
const TOP = 52;

/** Told apart by lightness alone, too. */
const COLOURS: Record<PreviewHour["state"], string> = {
  open: "#2da44e",
  partly: "#9be9a8",
  closed: "#d0d7de",
  past: "none",
};

/** The same week as a picture; each hour says what closes it where one points at it. */
export function renderPreviewSvg(
  preview: Preview,
  subject: PreviewSubject,
): string {
  const notes = previewNotes(preview);
  const width = LEFT + 24 * CELL.width + 16;
  const bottom = TOP + preview.days.length * CELL.height;
  const height = bottom + 12 + notes.length * 18;
  const title = `${previewTitle(subject)} (times in ${preview.timezone})`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(8, 20, title, ` font-size="14" font-weight="600"`),
    ...[0, 6, 12, 18].map((hour) =>
      text(LEFT + hour * CELL.width, TOP - 8, String(hour).padStart(2, "0")),
    ),
    ...preview.days.flatMap(dayRow),
    ...notes.map((note, index) => text(8, bottom + 20 + index * 18, note)),
    "</svg>",
    "",
  ].join("\n");
}

function dayRow({ date, hours }: PreviewDay, row: number): string[] {
  const y = TOP + row * CELL.height;
  return [
    text(8, y + 14, formatDay(date)),
    ...hours.flatMap(({ state, closedBy, uncovered }, hour) => {
      if (state === "past") return [];
      const when = `${formatDay(date)} ${String(hour).padStart(2, "0")}:00: ${state}`;
      const why =
        closedBy.length === 0
          ? ""
          : ` (${closedBy.join(", ")}${uncovered.length === 0 ? "" : `: nobody on call as ${uncovered.join(", ")}`})`;
      return `<rect x="${LEFT + hour * CELL.width}" y="${y}" width="${CELL.width - CELL.gap}" height="${CELL.height - CELL.gap}" rx="3" fill="${COLOURS[state]}"><title>${escapeXml(when + why)}</title></rect>`;
    }),
  ];
}

function text(x: number, y: number, words: string, style = ""): string {
  return `<text x="${x}" y="${y}" fill="#1f2328"${style}>${escapeXml(words)}</text>`;
}
