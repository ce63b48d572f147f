import type { QueuedKey } from "../reconciler/key.ts";

/** What stops everything, and what GitHub holds a run for, is looked at before anything else. */
const FIRST: ReadonlySet<QueuedKey["kind"]> = new Set(["halt", "protection"]);
/** Starts and stops runs; a flood of the others, from the same installation, keeps none of these waiting. */
const SOON: ReadonlySet<QueuedKey["kind"]> = new Set(["issue", "run"]);

/** How far apart one installation's turns are, in milliseconds. */
const STEP_MS = 100;
/** Turns count from here, so that they fit into 32 bits until 2032. */
const BEGINNING_MS = Date.UTC(2026, 0, 1);
/** A priority's lowest value in the database. From there on, everybody's turn is the same. */
const LOWEST = -(2 ** 31);
/** What a flood takes of the time to come; a clock that was wrong for a while does no more harm than that. */
const FARTHEST_MS = 3_600_000;
/** Installations with a flood of their own are few. */
const MOST_REMEMBERED = 10_000;

/**
 * When it is whose turn, as a priority: what is higher is looked at first. Everybody's first key gets the turn of its own
 * moment, and each that follows at once a later one. So of an installation with a thousand keys the last ones wait, and
 * not those of others that come after them; and where nobody else has any, nothing waits for its turn.
 */
export function createTurns(clock: () => Date): (key: QueuedKey) => number {
  /** Those whose next turn may lie ahead, in the order in which they last got one. */
  const nextTurns = new Map<string, number>();

  return (key) => {
    if (FIRST.has(key.kind)) return 1;
    const now = clock().getTime();
    const lane = laneOf(key);
    const next = Math.min(nextTurns.get(lane) ?? now, now + FARTHEST_MS);
    const turn = Math.max(next, now);
    nextTurns.delete(lane);
    nextTurns.set(lane, turn + STEP_MS);
    const [oldest] = nextTurns.keys();
    if (nextTurns.size > MOST_REMEMBERED && oldest !== undefined)
      nextTurns.delete(oldest);
    const priority = Math.floor((BEGINNING_MS - turn) / STEP_MS);
    return Math.min(0, Math.max(LOWEST, priority));
  };
}

function laneOf(key: QueuedKey): string {
  const whose = "installation" in key ? String(key.installation) : "all";
  return `${SOON.has(key.kind) ? "soon" : "later"} ${whose}`;
}
