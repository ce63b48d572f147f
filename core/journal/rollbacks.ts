import type { Activity, Journal } from "./schema.ts";

/**
 * The rollbacks that the experiment declares and that were never played. None is missed where the experiment's own
 * runtime says that they are not to be played: `never`, and `deviated` where nothing deviated. A strategy that was
 * given on the command line does not stand in the journal, so there a missing rollback is missed.
 */
export function unplayedRollbacks({
  experiment,
  rollbacks,
  deviated,
}: Journal): (Activity | null | undefined)[] {
  const strategy = experiment.runtime?.rollbacks?.strategy;
  if (strategy === "never") return [];
  if (strategy === "deviated" && deviated !== true) return [];
  return neverBegun(experiment.rollbacks, rollbacks);
}

/** The strategy that the experiment asks for where Chaos Toolkit knows none of that name: it then plays none, silently. */
export function unknownStrategy({ experiment }: Journal): unknown {
  const strategy = experiment.runtime?.rollbacks?.strategy;
  const known = [undefined, null, "default", "always", "never", "deviated"];
  return known.some((name) => name === strategy) ? undefined : strategy;
}

/**
 * The declared activities that were never begun. They are begun in order, and one that refers to another is written
 * down as that other one, so the first missing one is found by counting.
 */
export function neverBegun(
  declared: Journal["experiment"]["method"],
  begun: Journal["run"],
): (Activity | null | undefined)[] {
  return (declared ?? []).slice(begun?.length ?? 0);
}
