import { namespacesTouched } from "../experiment/blast-radius/namespaces-touched.ts";
import type { EnvironmentRule, Gates } from "../policy/schema.ts";
import type { ChaosRun, GateFacts } from "./facts.ts";
import {
  notKnown,
  type ClockWait,
  type NotKnown,
  type VerdictOf,
} from "./verdict.ts";

const GATE = "concurrency";
type Gate = typeof GATE;

export type ConcurrencySettings = NonNullable<Gates["concurrency"]>;

interface Place {
  environment: string;
  max: number;
}

/** Of which of the two it can't be told what it touches. */
type Obscure = "this" | "other";

export type ConcurrencyVerdict =
  | VerdictOf<
      Gate,
      "pass",
      "free",
      Place & { running: number; cooldown: number }
    >
  /** The same experiment, in whichever environment. */
  | VerdictOf<Gate, "wait", "same-experiment", { run: ChaosRun }>
  | VerdictOf<Gate, "wait", "full", Place & { runs: ChaosRun[] }>
  | VerdictOf<
      Gate,
      "wait",
      "overlapping",
      { run: ChaosRun; namespaces: string[] }
    >
  /** What can't be told apart may be the same. */
  | VerdictOf<Gate, "wait", "may-overlap", { run: ChaosRun; obscure: Obscure }>
  | ClockWait<
      Gate,
      "cooling-down",
      { run: ChaosRun; endedAt: Date; cooldown: number }
    >
  | NotKnown<Gate>;

/** Nothing else that runs is in the way, and the last run here ended long enough ago. */
export function concurrency(
  { max, cooldown }: ConcurrencySettings,
  { namespaces }: Pick<EnvironmentRule, "namespaces">,
  facts: Pick<GateFacts, "ask" | "experiment" | "chaosRuns">,
  now: Date,
): ConcurrencyVerdict {
  const { ask, experiment, chaosRuns } = facts;
  const evidence = chaosRuns.evidence;
  if (!ask.known) return notKnown(GATE, ask.reason, ask.evidence);
  if (!experiment.known)
    return notKnown(GATE, experiment.reason, experiment.evidence);
  if (!chaosRuns.known) return notKnown(GATE, chaosRuns.reason, evidence);

  const { environment } = ask.value;
  const running = chaosRuns.value.filter((run) => isUnderWay(run, now));
  const wait = { gate: GATE, status: "wait", evidence } as const;
  const same = running.find((run) => run.experiment === ask.value.experiment);
  if (same) return { ...wait, code: "same-experiment", values: { run: same } };

  const runs = running.filter((run) => run.environment === environment);
  if (runs.length >= max)
    return { ...wait, code: "full", values: { environment, max, runs } };

  const { radius } = experiment.value;
  const touched = radius
    ? namespacesTouched(radius, namespaces)
    : { known: false as const };
  const overlap = running.flatMap((run) => overlapOf(touched, run))[0];
  if (overlap && "namespaces" in overlap)
    return { ...wait, code: "overlapping", values: overlap };
  if (overlap) return { ...wait, code: "may-overlap", values: overlap };

  const last = lastToEnd(
    chaosRuns.value.filter((run) => run.environment === environment),
  );
  const opensAt = new Date((last?.endedAt.getTime() ?? 0) + cooldown);
  if (last && opensAt > now)
    return {
      ...wait,
      code: "cooling-down",
      values: { ...last, cooldown },
      opensAt,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "free",
    values: { environment, max, running: runs.length, cooldown },
    evidence,
  };
}

/** An end that lies ahead has not come yet. */
function isUnderWay({ endedAt }: ChaosRun, now: Date): boolean {
  return !(endedAt && endedAt.getTime() <= now.getTime());
}

/** What two experiments share; nothing where they are known to share nothing. */
function overlapOf(
  touched: ReturnType<typeof namespacesTouched>,
  run: ChaosRun,
): (
  { run: ChaosRun; namespaces: string[] } | { run: ChaosRun; obscure: Obscure }
)[] {
  const mine = touched.known ? touched.namespaces : undefined;
  const theirs = run.namespaces.known ? run.namespaces.value : undefined;
  // Who touches no namespace is in nobody's way.
  if (mine?.length === 0 || theirs?.length === 0) return [];
  if (!mine) return [{ run, obscure: "this" }];
  if (!theirs) return [{ run, obscure: "other" }];
  const shared = mine.filter((namespace) => theirs.includes(namespace));
  return shared.length > 0 ? [{ run, namespaces: shared.toSorted() }] : [];
}

function lastToEnd(
  runs: ChaosRun[],
): { run: ChaosRun; endedAt: Date } | undefined {
  return runs
    .flatMap((run) => (run.endedAt ? [{ run, endedAt: run.endedAt }] : []))
    .toSorted(
      (one, other) => other.endedAt.getTime() - one.endedAt.getTime(),
    )[0];
}
