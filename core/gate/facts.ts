import type { BlastRadius } from "../experiment/blast-radius.ts";
import type { RunVerdict } from "../journal/verdict.ts";
import type { Severity as IncidentSeverity } from "../incident/severity.ts";
import { unknown, type Fact, type JointFact } from "./fact.ts";
import type { GateName } from "./verdict.ts";

/** A person's login in one of the policy's roles. */
export interface RoleHolder {
  role: string;
  /** Still `org/team`, or a rota's name, where it could not be looked up who that is. */
  person: string;
  rank: "primary" | "secondary";
  /** A time that is over, in which they were on call: what they approved in it stands, and they hold the role no more. */
  during?: { from?: Date; until: Date };
  /** Nobody is on call by that rota now; `person` is its name. */
  vacant?: true;
  /** The next moment at which the rota changes, of those who hold the role by one; absent where none is known. */
  handsOverAt?: Date;
}

/** One person's yes, bound to the digest that was pinned when it was given. */
export interface Approval {
  person: string;
  /** The one role it is given for; absent: any role that the person holds. */
  role?: string;
  at: Date;
  digest: string;
  link?: string;
}

/** One person's word that these gates are to be overridden, bound as an approval is. */
export interface Override {
  person: string;
  gates: GateName[];
  reason: string;
  at: Date;
  digest: string;
  link?: string;
}

export interface StagingRun {
  digest: string;
  environment: string;
  /** The file in .github/workflows that ran it; absent: the one that the policy names. */
  workflow?: string;
  verdict: RunVerdict;
  endedAt: Date;
  link?: string;
}

export interface Incident {
  /** `unrated` where an incident carries no severity that we know. */
  severity: IncidentSeverity | "unrated";
  startedAt: Date;
  resolvedAt?: Date;
  title?: string;
  /** Its page in each source that knows of it. */
  links?: string[];
}

/** The remaining share of one objective's error budget: 1 is untouched, 0 is spent, below 0 is overspent. */
export interface ErrorBudget {
  /** How the policy names it: see `sloName` in core/policy. */
  slo: string;
  remaining: Fact<number>;
  /** How many times as fast as evenly it is spent now; absent where nobody asked. */
  burnRate?: Fact<number>;
  /** Milliseconds since the oldest of the samples that it follows from; absent where that can't be asked for. */
  age?: Fact<number>;
}

/** What a criterion's query comes to right now; of several series the worst. */
export interface Measurement {
  /** The criterion's name in the policy. */
  name: string;
  value: Fact<number>;
}

/** A run of an experiment, whoever started it. */
export interface ChaosRun {
  experiment: string;
  environment: string;
  startedAt: Date;
  /** Absent while it is under way. */
  endedAt?: Date;
  /** Where it does something, while it is under way. */
  namespaces: Fact<string[]>;
  link?: string;
}

/** A deployment that is under way. */
export interface Deployment {
  /** GitHub's name of the environment. */
  environment: string;
  /** The branch, tag or commit that is deployed. */
  ref: string;
  by?: string;
  startedAt: Date;
  link?: string;
}

/** Somebody's word that no experiment is to run in the repository: an open issue with the label. */
export interface Halt {
  issue: number;
  by: string;
  reason: string;
  since: Date;
  link?: string;
}

export interface ExperimentCheck {
  digest: string;
  /** How many findings of severity error the experiment has, and the first of them as a sentence. */
  errors: number;
  firstError?: string;
  /** What it touches; absent where its shape is so wrong that nothing can be read of it. */
  radius?: BlastRadius;
}

/** A time in which somebody is on call; open on each side where a bound is absent. */
export type Shift = { from?: Date; until?: Date } & (
  | { person: string }
  /** A person who may not read the repository any more. */
  | { left: string }
  /** As a service names somebody of whom the policy does not say who they are on GitHub. */
  | { stranger: string }
);

/** Who is on call in one role. */
export interface Rota {
  role: string;
  shifts: Fact<Shift[]>;
  /** The moment up to which it was looked up; absent: it holds for ever. */
  knownUntil?: Date;
}

/** The times of one calendar's events that are not over yet. */
export interface CalendarTimes {
  times: { from: Date; to: Date; reason: string }[];
  /** The moment up to which the calendar was read. */
  until: Date;
}

export interface CalendarFact {
  /** How the policy names it: see `calendarName` in core/policy. */
  calendar: string;
  times: Fact<CalendarTimes>;
}

interface RequestFact {
  requester: string;
  openedAt: Date;
  /** The digest that the request pins now. */
  digest: string;
}

/** Everything that gates decide on. A fact that was not looked up is unknown, never absent. */
export interface GateFacts {
  /** Those that stand, of the whole repository. */
  halts: Fact<Halt[]>;
  /** What the gates are asked about. */
  ask: Fact<{ experiment: string; environment: string }>;
  experiment: Fact<ExperimentCheck>;
  request: Fact<RequestFact>;
  holders: Fact<RoleHolder[]>;
  approvals: Fact<Approval[]>;
  overrides: Fact<Override[]>;
  stagingRuns: Fact<StagingRun[]>;
  incidents: JointFact<Incident[]>;
  errorBudgets: Fact<ErrorBudget[]>;
  /** Who is on call in each role; a role that is absent, or has no shift, has nobody. */
  onCall: Fact<Rota[]>;
  steadyState: Fact<Measurement[]>;
  /** All that are under way, and those that ended in the environment that is asked about within its cooldown. */
  chaosRuns: Fact<ChaosRun[]>;
  /** Those that are under way. */
  deployments: Fact<Deployment[]>;
  /** The calendars that freezes come from. */
  calendars: Fact<CalendarFact[]>;
}

/** Nothing is known, for that reason. */
export function noFacts(reason: string): GateFacts {
  const nothing = unknown(reason);
  return {
    halts: nothing,
    ask: nothing,
    experiment: nothing,
    request: nothing,
    holders: nothing,
    approvals: nothing,
    overrides: nothing,
    stagingRuns: nothing,
    incidents: nothing,
    errorBudgets: nothing,
    onCall: nothing,
    steadyState: nothing,
    chaosRuns: nothing,
    deployments: nothing,
    calendars: nothing,
  };
}
