import type { BlastRadius } from "../experiment/blast-radius.ts";
import {
  namespacesTouched,
  nodesTouched,
} from "../experiment/blast-radius/namespaces-touched.ts";
import type { EnvironmentRule, Gates } from "../policy/schema.ts";
import type { GateFacts } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "blast_radius";
type Gate = typeof GATE;

export type BlastRadiusSettings = NonNullable<Gates["blast_radius"]>;

/** In what respect an experiment goes beyond a limit. Times are in milliseconds, shares from 0 to 1. */
export type Excess =
  | {
      of: "namespaces" | "faults";
      values: string[];
      allowed: readonly string[];
    }
  | { of: "replicas" | "longest"; value: number; limit: number };

/** A limit of which it can't be told whether the experiment keeps it, and because of what. */
export interface Untold {
  of: Excess["of"];
  because: string[];
}

export type BlastRadiusVerdict =
  | VerdictOf<Gate, "pass", "within-limits", { untold: Untold[] }>
  | VerdictOf<Gate, "fail", "beyond-limits", { excess: Excess[] }>
  | VerdictOf<Gate, "fail", "cannot-tell", { untold: Untold[] }>
  /** The file's shape is so wrong that nothing can be read of it. */
  | VerdictOf<Gate, "unknown", "unreadable", { digest: string }>
  | NotKnown<Gate>;

/** What the experiment touches is within the policy's limits, as far as its file tells. */
export function blastRadius(
  settings: BlastRadiusSettings,
  { namespaces }: Pick<EnvironmentRule, "namespaces">,
  facts: Pick<GateFacts, "experiment">,
): BlastRadiusVerdict {
  const { experiment } = facts;
  const { evidence } = experiment;
  if (!experiment.known) return notKnown(GATE, experiment.reason, evidence);
  const { digest, radius } = experiment.value;
  if (!radius)
    return {
      gate: GATE,
      status: "unknown",
      code: "unreadable",
      values: { digest },
      evidence,
    };

  const found = [
    ...judgeNamespaces(settings, radius, namespaces),
    ...judgeFaults(settings, radius),
    ...judgeReplicas(settings, radius),
    ...judgeLongest(settings, radius),
  ];
  const excess = found.flatMap((one) => ("because" in one ? [] : [one]));
  const untold = found.filter((one) => "because" in one);
  if (excess.length > 0)
    return {
      gate: GATE,
      status: "fail",
      code: "beyond-limits",
      values: { excess },
      evidence,
    };
  if (untold.length > 0 && settings.unknown !== "allow")
    return {
      gate: GATE,
      status: "fail",
      code: "cannot-tell",
      values: { untold },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "within-limits",
    values: { untold },
    evidence,
  };
}

type Found = (Excess | Untold)[];

function judgeNamespaces(
  { namespaces: allowed }: BlastRadiusSettings,
  radius: BlastRadius,
  ofEnvironment: readonly string[] | undefined,
): Found {
  if (!allowed) return [];
  const { values, byDefault, unknown } = radius.namespaces;
  const touched = namespacesTouched(radius, ofEnvironment);
  const known = touched.known
    ? touched.namespaces
    : values.filter((value) => !byDefault.includes(value));
  return [
    ...beyond("namespaces", known, allowed),
    ...(touched.known
      ? []
      : notTold("namespaces", [
          ...unknown.map(({ what }) => what),
          ...byDefault,
          ...nodesTouched(radius),
        ])),
  ];
}

function judgeFaults(
  { faults: allowed }: BlastRadiusSettings,
  { faults }: BlastRadius,
): Found {
  if (!allowed) return [];
  const because = faults.unknown.map(({ what }) => what);
  return [
    ...beyond("faults", faults.values, allowed),
    ...(because.length > 0 ? notTold("faults", because) : []),
  ];
}

function judgeReplicas(
  { replicas: limit }: BlastRadiusSettings,
  { replicas }: BlastRadius,
): Found {
  if (limit === undefined) return [];
  const value = replicas.known ? replicas.share : replicas.atLeast;
  if (value > limit) return [{ of: "replicas", value, limit }];
  return replicas.known ? [] : notTold("replicas", replicas.activities);
}

function judgeLongest(
  { longest: limit }: BlastRadiusSettings,
  { longest }: BlastRadius,
): Found {
  if (limit === undefined) return [];
  const value = longest.known ? longest.milliseconds : longest.atLeast;
  if (value > limit) return [{ of: "longest", value, limit }];
  return longest.known ? [] : notTold("longest", longest.activities);
}

function beyond(
  of: "namespaces" | "faults",
  found: readonly string[],
  allowed: readonly string[],
): Found {
  const values = found.filter((value) => !allowed.includes(value));
  return values.length > 0 ? [{ of, values, allowed }] : [];
}

function notTold(of: Untold["of"], because: readonly string[]): Found {
  return [{ of, because: [...new Set(because)] }];
}
