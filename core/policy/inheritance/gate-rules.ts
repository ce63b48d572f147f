import type { ApprovalsSettings } from "../gates/approvals.ts";
import type { ErrorBudgetSettings } from "../gates/error-budget.ts";
import type { EnvironmentRule, Gates } from "../schema.ts";
import { sloName } from "../gates/slo.ts";
import {
  clashes,
  combined,
  type Combine,
  type Conflict,
  intersection,
  least,
  union,
  type Whole,
} from "./combination.ts";

/* How two demands of the same gate become one. What a repository asks for stands first, what is required after it. */

type Settings<Gate extends keyof Gates> = NonNullable<Gates[Gate]>;

export const combineApprovals: Combine<ApprovalsSettings> = (
  mine,
  required,
) => {
  const settings: Whole<ApprovalsSettings> = {
    roles: union(mine.roles, required.roles),
    any_of: union(mine.any_of, required.any_of),
    distinct_people: mine.distinct_people || required.distinct_people,
    self_approval: mine.self_approval && required.self_approval,
    expire_after: Math.min(mine.expire_after, required.expire_after),
  };
  return combined(settings);
};

export const combineStaging: Combine<Settings<"staging_passed">> = (
  mine,
  required,
) => {
  const settings: Whole<Settings<"staging_passed">> = {
    environment: required.environment,
    within: Math.min(mine.within, required.within),
  };
  if (mine.environment === required.environment) return combined(settings);
  return combined(settings, [
    {
      message: `the organisation requires a run in \`${required.environment}\`, not in \`${mine.environment}\``,
      hint: `name \`${required.environment}\`, or leave \`staging_passed\` out`,
      at: ["staging_passed", "environment"],
    },
  ]);
};

export const combineIncidents: Combine<Settings<"recent_incidents">> = (
  mine,
  required,
) => {
  const settings: Whole<Settings<"recent_incidents">> = {
    none_within: Math.max(mine.none_within, required.none_within),
    severities: union(mine.severities, required.severities),
    sources: union(mine.sources, required.sources),
  };
  return combined(settings);
};

export const combineBudgets: Combine<ErrorBudgetSettings> = (
  mine,
  required,
) => {
  const settings: Whole<ErrorBudgetSettings> = {
    remaining_above: Math.max(mine.remaining_above, required.remaining_above),
    stale_after: Math.min(mine.stale_after, required.stale_after),
    slos: union(mine.slos, required.slos),
  };
  const same = clashes(mine.slos, required.slos, sloName);
  return combined(settings, namesTaken(same, ["error_budget", "slos"]));
};

export const combineOnCall: Combine<Settings<"on_call">> = (mine, required) => {
  const settings: Whole<Settings<"on_call">> = {
    roles: union(mine.roles, required.roles),
    for: required.for,
  };
  return combined(settings);
};

export const combineSteadyState: Combine<Settings<"steady_state">> = (
  mine,
  required,
) => {
  const same = clashes(mine, required, ({ name }) => name);
  return combined(union(mine, required), namesTaken(same, ["steady_state"]));
};

/** What stops a run: no gate, but combined as the steady state is. */
export const combineStops: Combine<EnvironmentRule["stop_when"]> = (
  mine,
  required,
) => {
  const same = clashes(mine, required, ({ name }) => name);
  return combined(union(mine, required), namesTaken(same, ["stop_when"]));
};

export const combineConcurrency: Combine<Settings<"concurrency">> = (
  mine,
  required,
) => {
  const settings: Whole<Settings<"concurrency">> = {
    max: Math.min(mine.max, required.max),
    cooldown: Math.max(mine.cooldown, required.cooldown),
  };
  return combined(settings);
};

export const combineBlastRadius: Combine<Settings<"blast_radius">> = (
  mine,
  required,
) => {
  const namespaces = intersection(mine.namespaces, required.namespaces);
  const faults = intersection(mine.faults, required.faults);
  const isLenient = mine.unknown === "allow" && required.unknown === "allow";
  const settings: Whole<Settings<"blast_radius">> = {
    namespaces,
    faults,
    replicas: least(mine.replicas, required.replicas),
    longest: least(mine.longest, required.longest),
    unknown: isLenient ? "allow" : "fail",
  };
  const empty = Object.entries({ namespaces, faults })
    .filter(([, values]) => values?.length === 0)
    .map(([limit]): Conflict => ({
      message: `none of these ${limit} is among those that the organisation allows`,
      hint: `leave \`${limit}\` out, or name some of the organisation's`,
      at: ["blast_radius", limit],
    }));
  return combined(settings, empty);
};

export const combineChangeInFlight: Combine<Settings<"change_in_flight">> = (
  mine,
  required,
  environment,
) => {
  const isNamed = mine.environments ?? required.environments;
  const settings: Whole<Settings<"change_in_flight">> = {
    environments:
      isNamed &&
      union(
        mine.environments ?? [environment],
        required.environments ?? [environment],
      ),
    within: Math.max(mine.within, required.within),
  };
  return combined(settings);
};

/** What is called the same is looked up once, so that one of the two would never be asked. */
function namesTaken(
  same: { name: string; index: number }[],
  at: Conflict["at"],
): Conflict[] {
  return same.map(({ name, index }) => ({
    message: `the organisation requires something else that is called \`${name}\``,
    hint: "give yours another name, or leave it out",
    at: [...at, index],
  }));
}
