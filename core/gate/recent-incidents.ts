import type { Gates } from "../policy/schema.ts";
import type { JointFact } from "./fact.ts";
import type { GateFacts, Incident } from "./facts.ts";
import {
  notKnown,
  type ClockWait,
  type NotKnown,
  type VerdictOf,
} from "./verdict.ts";

const GATE = "recent_incidents";
type Gate = typeof GATE;

export type RecentIncidentsSettings = NonNullable<Gates["recent_incidents"]>;
type Calm = Pick<RecentIncidentsSettings, "severities"> & { within: number };

export type RecentIncidentsVerdict =
  | VerdictOf<Gate, "pass", "calm", Calm>
  | VerdictOf<Gate, "fail", "open", { incidents: Incident[]; within: number }>
  | ClockWait<
      Gate,
      "recent",
      { incident: Incident; endedAt: Date; within: number }
    >
  /** Open or recent, and nobody said how grave: it may be one that counts. */
  | VerdictOf<Gate, "unknown", "unrated", { incidents: Incident[] }>
  | NotKnown<Gate>;

/** No incident of the policy's severities is open, and none ended less than `none_within` ago. */
export function recentIncidents(
  settings: RecentIncidentsSettings,
  facts: Pick<GateFacts, "incidents">,
  now: Date,
): RecentIncidentsVerdict {
  const { evidence } = facts.incidents;
  const { severities, none_within: within } = settings;
  const heard = heardOf(facts.incidents);
  const counting = heard.filter(
    ({ severity }) => severity !== "unrated" && severities.includes(severity),
  );
  const open = counting.filter((incident) => isOpen(incident, now));
  if (open.length > 0)
    return {
      gate: GATE,
      status: "fail",
      code: "open",
      values: { incidents: open, within },
      evidence,
    };

  // What is open blocks at once; that nothing is takes the word of every source.
  if (!facts.incidents.known)
    return notKnown(GATE, facts.incidents.reason, evidence);

  const unrated = heard.filter(
    (incident) =>
      incident.severity === "unrated" && !isCalm(incident, within, now),
  );
  if (unrated.length > 0)
    return {
      gate: GATE,
      status: "unknown",
      code: "unrated",
      values: { incidents: unrated },
      evidence,
    };

  const last = lastToEnd(
    counting.filter((incident) => !isCalm(incident, within, now)),
  );
  if (last)
    return {
      gate: GATE,
      status: "wait",
      code: "recent",
      values: { ...last, within },
      opensAt: new Date(last.endedAt.getTime() + within),
      evidence,
    };

  return {
    gate: GATE,
    status: "pass",
    code: "calm",
    values: { severities, within },
    evidence,
  };
}

function heardOf(incidents: JointFact<Incident[]>): Incident[] {
  if (incidents.known) return incidents.value;
  return "partly" in incidents ? incidents.partly : [];
}

/** An end that lies ahead has not come yet; an end that is no time at all never comes. */
function isOpen({ resolvedAt }: Incident, now: Date): boolean {
  return !(resolvedAt && resolvedAt.getTime() <= now.getTime());
}

function isCalm({ resolvedAt }: Incident, within: number, now: Date): boolean {
  return (
    resolvedAt !== undefined && now.getTime() - resolvedAt.getTime() >= within
  );
}

function lastToEnd(
  incidents: Incident[],
): { incident: Incident; endedAt: Date } | undefined {
  return incidents
    .flatMap((incident) =>
      incident.resolvedAt ? [{ incident, endedAt: incident.resolvedAt }] : [],
    )
    .toSorted(
      (one, other) => other.endedAt.getTime() - one.endedAt.getTime(),
    )[0];
}
