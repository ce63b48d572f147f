import type { Fact, JointFact } from "../gate/fact.ts";
import type { Halt, Incident } from "../gate/facts.ts";
import { recentIncidents } from "../gate/recent-incidents.ts";
import type { GateName } from "../gate/verdict.ts";
import { holds } from "../policy/gates/criterion.ts";
import type { EnvironmentRule } from "../policy/schema.ts";
import type { StopCriterion } from "../policy/stop-when.ts";

/** How long a run may go on while it can't be learned whether it has to be stopped, in milliseconds. */
export const OUT_OF_SIGHT = 60_000;

/** What a criterion of `stop_when` comes to: the value that it had all the time of its `for`. */
export interface StopReading {
  criterion: StopCriterion;
  value: Fact<number>;
}

/** Why a run is stopped before its end. */
export type StopReason =
  | { code: "command"; person: string }
  | { code: "halt"; halt: Halt }
  | { code: "criterion"; criterion: StopCriterion; value: number }
  | { code: "incident"; incident: Incident }
  /** What can't be watched does not go on. */
  | { code: "out-of-sight"; reason: string; since: Date };

/** A run that is under way, and what is known of the world around it. */
export interface WatchedRun {
  rule: EnvironmentRule;
  startedAt: Date;
  /** When it was last known that nothing has to stop it; absent: never yet. */
  watchedAt?: Date;
  /** The gates against which it was started: what they would say is known to those who overrode them. */
  overridden: readonly GateName[];
  readings: readonly StopReading[];
  incidents: JointFact<Incident[]>;
}

export type WatchOutcome =
  | { state: "unwatched" }
  | { state: "calm" }
  /** Not everything could be learned, which may be so for a while. */
  | { state: "unknown" }
  | { state: "stop"; because: StopReason };

/** Decides whether a run that is under way may go on. */
export function watch(run: WatchedRun, now: Date): WatchOutcome {
  const { rule, readings } = run;
  if (rule.stop_when.length === 0 && !rule.gates.recent_incidents)
    return { state: "unwatched" };
  const happened = readings.find(
    ({ criterion, value }) => value.known && holds(criterion, value.value),
  );
  if (happened?.value.known) {
    const { criterion, value } = happened;
    return stop({ code: "criterion", criterion, value: value.value });
  }
  const incident = newIncident(run, now);
  if (incident) return stop({ code: "incident", incident });
  const reason = firstUnknown(run);
  if (reason === undefined) return { state: "calm" };
  const since = run.watchedAt ?? run.startedAt;
  return now.getTime() - since.getTime() < OUT_OF_SIGHT
    ? { state: "unknown" }
    : stop({ code: "out-of-sight", reason, since });
}

function stop(because: StopReason): WatchOutcome {
  return { state: "stop", because };
}

/** One that blocks, and that nobody knew of when the run was started. */
function newIncident(
  { rule, incidents, startedAt }: WatchedRun,
  now: Date,
): Incident | undefined {
  const settings = rule.gates.recent_incidents;
  if (!settings) return undefined;
  const verdict = recentIncidents(settings, { incidents }, now);
  return verdict.code === "open"
    ? verdict.values.incidents.find(
        (incident) => incident.startedAt.getTime() >= startedAt.getTime(),
      )
    : undefined;
}

function firstUnknown({
  rule,
  readings,
  incidents,
  overridden,
}: WatchedRun): string | undefined {
  const unread = readings.find(({ value }) => !value.known);
  if (unread && !unread.value.known)
    return `"${unread.criterion.name}": ${unread.value.reason}`;
  const counts =
    rule.gates.recent_incidents && !overridden.includes("recent_incidents");
  return counts && !incidents.known ? incidents.reason : undefined;
}
