import type { Gates } from "../policy/schema.ts";
import { CLOCK_SKEW } from "./clock-skew.ts";
import type { GateFacts, StagingRun } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "staging_passed";
type Gate = typeof GATE;

export type StagingPassedSettings = NonNullable<Gates["staging_passed"]>;

interface Judged {
  environment: string;
  run: StagingRun;
}

export type StagingPassedVerdict =
  | VerdictOf<Gate, "pass", "held", Judged & { within: number }>
  | VerdictOf<
      Gate,
      "fail",
      "never-run",
      {
        environment: string;
        digest: string;
        /** The latest run there of the experiment as it was before. */
        earlier?: StagingRun;
      }
    >
  | VerdictOf<Gate, "fail", "dry", Judged>
  | VerdictOf<Gate, "fail", "not-held", Judged>
  /** Another workflow may do other things, whatever it says that it runs; `workflow` is the policy's. */
  | VerdictOf<Gate, "fail", "other-workflow", Judged & { workflow: string }>
  | VerdictOf<Gate, "fail", "too-old", Judged & { within: number }>
  /** The run says that it ended later than now: a clock is wrong. */
  | VerdictOf<Gate, "unknown", "ends-in-future", Judged>
  | NotKnown<Gate>;

/**
 * The latest run of this very digest in the other environment held, was no dry run, is not older than `within`, and was
 * of the workflow that the policy names there.
 */
export function stagingPassed(
  settings: StagingPassedSettings,
  workflow: string | undefined,
  facts: Pick<GateFacts, "experiment" | "stagingRuns">,
  now: Date,
): StagingPassedVerdict {
  const { experiment, stagingRuns } = facts;
  const evidence = [...experiment.evidence, ...stagingRuns.evidence];
  if (!experiment.known) return notKnown(GATE, experiment.reason, evidence);
  if (!stagingRuns.known) return notKnown(GATE, stagingRuns.reason, evidence);

  const { environment, within } = settings;
  const { digest } = experiment.value;
  const there = stagingRuns.value.filter(
    (run) => run.environment === environment,
  );
  const run = latest(there.filter((candidate) => candidate.digest === digest));
  if (!run) {
    const earlier = latest(there);
    return {
      gate: GATE,
      status: "fail",
      code: "never-run",
      values: { environment, digest, ...(earlier && { earlier }) },
      evidence,
    };
  }

  const judged = { environment, run };
  const fail = { gate: GATE, status: "fail", evidence } as const;
  if (run.verdict === "dry") return { ...fail, code: "dry", values: judged };
  if (run.verdict !== "held")
    return { ...fail, code: "not-held", values: judged };
  if (workflow !== undefined && (run.workflow ?? workflow) !== workflow)
    return { ...fail, code: "other-workflow", values: { ...judged, workflow } };
  const age = now.getTime() - run.endedAt.getTime();
  if (age > within)
    return { ...fail, code: "too-old", values: { ...judged, within } };
  if (!(age >= -CLOCK_SKEW))
    return {
      gate: GATE,
      status: "unknown",
      code: "ends-in-future",
      values: judged,
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "held",
    values: { ...judged, within },
    evidence,
  };
}

/** The run that ended last; of two that ended together the one that did not hold. */
function latest(runs: StagingRun[]): StagingRun | undefined {
  return runs.toSorted(
    (one, other) =>
      other.endedAt.getTime() - one.endedAt.getTime() ||
      Number(one.verdict === "held") - Number(other.verdict === "held"),
  )[0];
}
