import { createHash } from "node:crypto";

/*
 * Hidden lines by which an issue and what is told in it are found again without a memory of one's own. They count as
 * whole lines only: what others wrote is shown within a line. A marker is no proof of who wrote it.
 */

/** Stands in the issue that tells of the failures of one experiment in one environment. */
export function failureMarker({
  experiment,
  environment,
}: {
  experiment: string;
  environment: string;
}): string {
  const names = JSON.stringify([environment, experiment]);
  const digest = createHash("sha256").update(names).digest("hex");
  return `<!-- chaos-governor:failure:${digest} -->`;
}

/** Stands where one attempt of a workflow run is told of, and says what became of it. */
export function entryMarker(
  ending: "failed" | "held",
  { run, attempt }: { run: number; attempt: number },
): string {
  return `<!-- chaos-governor:${ending}:${String(run)}:${String(attempt)} -->`;
}

export function hasMarker(text: string, marker: string): boolean {
  return text.split(/\r?\n/).includes(marker);
}

/** How many attempts the texts tell of as failed, each counted once. */
export function countFailed(texts: readonly string[]): number {
  const lines = texts.flatMap((text) => text.split(/\r?\n/));
  const marker = /^<!-- chaos-governor:failed:\d+:\d+ -->$/;
  return new Set(lines.filter((line) => marker.test(line))).size;
}
