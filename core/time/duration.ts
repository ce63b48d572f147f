const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * Reads a duration as policies write it: a whole number and a unit, `90s`, `15m`, `24h`, `7d`.
 * A day is 24 hours: durations measure elapsed time, never calendar days.
 *
 * @returns milliseconds, or undefined where the text is no such duration
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(?<count>\d{1,6})(?<unit>[smhd])$/.exec(text);
  if (!match) return undefined;
  const unit = Object.entries(UNITS).find(
    ([letter]) => letter === match.groups?.["unit"],
  );
  return unit && Number(match.groups?.["count"]) * unit[1];
}

/** Writes milliseconds as people read them: `2d 3h`, `15m`, `40s`; at most two units, rounded down. */
export function formatDuration(milliseconds: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, milliseconds);
  for (const unit of ["d", "h", "m", "s"] as const) {
    const count = Math.floor(rest / UNITS[unit]);
    rest -= count * UNITS[unit];
    if (count > 0) parts.push(`${count}${unit}`);
    if (parts.length === 2) break;
  }
  return parts.join(" ") || "0s";
}
