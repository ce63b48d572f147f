import { touchesOf } from "./blast-radius/activity-touches.ts";
import { longestDuration } from "./blast-radius/longest-duration.ts";
import type { LongestDuration } from "./blast-radius/longest-duration.ts";
import { replicaShare } from "./blast-radius/replica-share.ts";
import type { ReplicaShare } from "./blast-radius/replica-share.ts";
import type { Aspect, Obscurity, Touch } from "./blast-radius/touch.ts";
import type { Outline } from "./outline.ts";

/** What an experiment touches, as far as its file says. "Cannot tell" is an answer, never an empty list. */
export interface BlastRadius {
  namespaces: Reach;
  /** `pod/postgres-0`, `deployment/shop`, `pod[app=shop]` by labels, `pod/~shop-.*` by a pattern, `pod/*` for all. */
  workloads: Reach;
  /** Hosts with their ports, of every request that names one. */
  hosts: Reach;
  /** What the method does to them; how rollbacks undo it is no fault. */
  faults: Reach;
  /** Of the workloads that the method does something to. */
  replicas: ReplicaShare;
  longest: LongestDuration;
}

interface Reach {
  /** In alphabetical order. */
  values: string[];
  /** Those of the values that the environment of a run can replace. */
  byDefault: string[];
  /** Why there may be more; empty where the values are all there is. */
  unknown: { why: Obscurity; what: string }[];
}

/** Computes what an experiment touches from its activities; configuration that has a default counts as the default. */
export function blastRadiusOf(experiment: Outline): BlastRadius {
  const all = touchesOf(experiment);
  const reach = (aspect: Aspect): Reach => {
    const touches =
      aspect === "faults"
        ? all.filter(({ section }) => section !== "rollbacks")
        : all;
    const known = touches.flatMap((touch) =>
      touch.known && touch.aspect === aspect ? [touch] : [],
    );
    const byDefault = known.filter(({ from }) => from === "default");
    const unknown = touches.flatMap((touch) =>
      !touch.known && touch.aspects.includes(aspect)
        ? [{ why: touch.why, what: touch.what }]
        : [],
    );
    return {
      values: sorted(known.map(({ value }) => value)),
      byDefault: sorted(byDefault.map(({ value }) => value)),
      unknown: withoutRepeats(unknown),
    };
  };
  return {
    namespaces: reach("namespaces"),
    workloads: reach("workloads"),
    hosts: reach("hosts"),
    faults: reach("faults"),
    replicas: replicaShare(experiment, (path) =>
      all.some((touch) => touch.path.join() === path && isOfWorkloads(touch)),
    ),
    longest: longestDuration(experiment),
  };
}

function isOfWorkloads(touch: Touch): boolean {
  return touch.known
    ? touch.aspect === "workloads"
    : touch.aspects.includes("workloads");
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

function withoutRepeats(unknown: Reach["unknown"]): Reach["unknown"] {
  const entries = unknown.map(
    (one) => [`${one.why} ${one.what}`, one] as const,
  );
  return [...new Map(entries).values()];
}
