import { chance, type Chance } from "./chance.ts";

/** What people do in a history, and so how it has to end. */
const FATES = [
  "held",
  "deviated",
  "stopped",
  "denied",
  "cancelled",
  "half-approved",
] as const;

export type Fate = (typeof FATES)[number];

/** Where the process dies: before GitHub has done what it asks, or after that and before it hears of it. */
type Moment = "before" | "after";

/** How GitHub lets the app down at one of its writes. */
export const FAILINGS = [
  "500",
  "502",
  "secondary-limit",
  "reset",
  "reset-after-effect",
  "silence-after-effect",
] as const;

export type Failing = (typeof FAILINGS)[number];

/** One request from its opening to its end, and what goes wrong meanwhile; all of it follows from the seed. */
export interface History {
  seed: number;
  fate: Fate;
  /** The write about this request, counted from one, at which the process dies, and dies again. */
  deaths: ReadonlyMap<number, Moment>;
  /** By the write's number. */
  failings: ReadonlyMap<number, Failing>;
  /** Whether the machine fails: all processes die, not only the one that writes. */
  everywhere: boolean;
  chance: Chance;
}

/** So many writes does a request lead to where all is well; later ones come where something is done anew. */
const WRITES = 10;

/** Histories come in rounds: one of each fate, that all have one boundary. */
export const ROUND = FATES.length;

/** Seeds that follow one another go through all fates, and each fate through all its writes, before and after. */
export function historyOf(seed: number): History {
  const luck = chance(seed);
  const fate = FATES[seed % FATES.length] ?? "held";
  const boundary = Math.floor(seed / ROUND) % (2 * WRITES);
  const deaths = new Map<number, Moment>([
    [1 + (boundary >> 1), boundary % 2 === 0 ? "before" : "after"],
  ]);
  if (luck.happens(0.15))
    deaths.set(1 + luck.below(2 * WRITES), luck.oneOf(["before", "after"]));
  const failings = new Map<number, Failing>();
  for (let count = luck.below(3); count > 0; count -= 1)
    failings.set(1 + luck.below(WRITES), luck.oneOf(FAILINGS));
  const everywhere = luck.happens(0.2);
  return { seed, fate, deaths, failings, everywhere, chance: luck };
}
