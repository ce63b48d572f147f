import type { Incident } from "../gate/facts.ts";
import { SEVERITIES } from "./severity.ts";

/** An incident as one source sees it. */
export interface SeenIncident extends Incident {
  /** What it is called in any source: the addresses of its pages, its deduplication key, an alert's fingerprint. */
  names: string[];
  /** What people wrote about it; where another one's name stands in it, the two are one. */
  text?: string;
}

/** A name as short as this may stand in a text by chance. */
const SHORTEST_NAME = 8;

/**
 * Makes one incident of those that several sources see: they share a name, or the text of one names the other. It is as
 * grave as the gravest, began with the first, and is open as long as one of them is.
 *
 * @returns in the order in which they were seen first
 */
export function mergeIncidents(seen: readonly SeenIncident[]): Incident[] {
  return groupsOf(seen).map(asOne);
}

function groupsOf(seen: readonly SeenIncident[]): SeenIncident[][] {
  const groups = new Map(seen.map((one) => [one, [one]]));
  const join = (one: SeenIncident, other: SeenIncident) => {
    const into = groups.get(one) ?? [];
    const from = groups.get(other) ?? [];
    if (into === from) return;
    into.push(...from);
    for (const moved of from) groups.set(moved, into);
  };
  const named = new Map<string, SeenIncident>();
  for (const one of seen) {
    for (const name of one.names) {
      const other = named.get(name);
      if (other) join(other, one);
      else named.set(name, one);
    }
  }
  for (const one of seen) {
    const { text = "" } = one;
    if (text === "") continue;
    for (const [name, other] of named) {
      if (standsIn(text, name)) join(one, other);
    }
  }
  return [...Map.groupBy(seen, (one) => groups.get(one)).values()];
}

/** Whether the name stands in the text as a whole, and not as the beginning of a longer one. */
function standsIn(text: string, name: string): boolean {
  if (name.length < SHORTEST_NAME) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + name.length);
    if (!/\w/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}

function asOne(group: SeenIncident[]): Incident {
  const severity =
    SEVERITIES.find((grave) => group.some((one) => one.severity === grave)) ??
    "unrated";
  const ends = group.map(({ resolvedAt }) => resolvedAt?.getTime());
  const known = ends.filter((end) => end !== undefined);
  const title = group.find((one) => one.title !== undefined)?.title;
  const links = [...new Set(group.flatMap((one) => one.links ?? []))];
  const begins = group.map(({ startedAt }) => startedAt.getTime());
  return {
    severity,
    startedAt: new Date(Math.min(...begins)),
    ...(known.length === ends.length && {
      resolvedAt: new Date(Math.max(...known)),
    }),
    ...(title !== undefined && { title }),
    ...(links.length > 0 && { links }),
  };
}
