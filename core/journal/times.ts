/** A journal's time; undefined where it is none. Older versions of Chaos Toolkit leave the zone out and mean UTC. */
export function readTime(text: string | null | undefined): Date | undefined {
  const parts =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/.exec(
      text ?? "",
    );
  if (!parts) return undefined;
  const [, seconds = "", fraction = "", zone = "Z"] = parts;
  const time = new Date(`${seconds}${fraction}${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
