import { RULES } from "../../experiment/registry.ts";
import type { Contradiction } from "../contradiction.ts";
import { expectedDuration } from "../rule.ts";
import type { EnvironmentRule, Gates, Policy } from "../schema.ts";
import type { Combine, Conflict, Whole } from "./combination.ts";
import {
  combineApprovals,
  combineBlastRadius,
  combineBudgets,
  combineChangeInFlight,
  combineConcurrency,
  combineIncidents,
  combineOnCall,
  combineStaging,
  combineSteadyState,
  combineStops,
} from "./gate-rules.ts";
import type { RequiredPart } from "./organisation.ts";
import { misnamed } from "./environment-names.ts";
import { strongerOverride } from "./override-rule.ts";
import { combineWindows, keepZone } from "./window-rules.ts";

/** A policy that asks for all that it asked for and all that is required; without meaning where both contradict. */
export interface Strengthened {
  policy: Policy;
  conflicts: Contradiction[];
}

/** Adds what an organisation requires to a policy. Nothing that is required can be weakened by what was there. */
export function strengthen(
  policy: Policy,
  required: RequiredPart,
): Strengthened {
  const timezone = required.timezone ?? policy.timezone;
  const conflicts: Contradiction[] = [];
  const environments: Policy["environments"] = {};
  for (const [name, rule] of Object.entries(policy.environments)) {
    const kept = timezone === policy.timezone ? rule : zoned(rule, policy);
    const asked = Object.hasOwn(required.environments, name)
      ? required.environments[name]
      : undefined;
    const path = ["environments", name];
    conflicts.push(...misnamed(name, required, path));
    if (asked?.workflow !== undefined && asked.workflow !== rule.workflow)
      conflicts.push({
        code: "against-organisation",
        message: `the organisation requires the workflow \`${asked.workflow}\``,
        hint: "name that one, or leave `workflow` out",
        path: [...path, "workflow"],
      });
    environments[name] = kept;
    if (!asked) continue;
    const stops = combineStops(kept.stop_when, asked.stop_when, name);
    const joined = strengthenGates(kept.gates, asked.gates, name);
    const stronger: Whole<EnvironmentRule> = {
      workflow: kept.workflow,
      namespaces: kept.namespaces,
      hosts: kept.hosts,
      gates: joined.gates,
      stop_when: stops.settings,
      recovery: kept.recovery,
      override: strongerOverride(kept, asked),
    };
    environments[name] = stronger;
    const found = [
      ...joined.conflicts.map(({ at, ...one }) => ({
        ...one,
        at: ["gates", ...at],
      })),
      ...stops.conflicts,
    ];
    for (const { at, ...conflict } of found)
      conflicts.push({
        code: "against-organisation",
        ...conflict,
        path: [...path, ...at],
      });
  }
  const strengthened: Whole<Policy> = {
    version: policy.version,
    timezone,
    roles: { ...policy.roles, ...required.roles },
    people: isAboutPeople(required) ? required.people : policy.people,
    experiments: {
      ...policy.experiments,
      rules: heavier(policy.experiments.rules, required.experiments.rules),
    },
    failures: policy.failures,
    environments,
  };
  return { policy: strengthened, conflicts };
}

function strengthenGates(
  mine: Gates,
  required: Gates,
  environment: string,
): { gates: Gates; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  function join<Settings>(
    ours: Settings | undefined,
    theirs: Settings | undefined,
    combine: Combine<Settings>,
  ): Settings | undefined {
    if (ours === undefined || theirs === undefined) return ours ?? theirs;
    const combination = combine(ours, theirs, environment);
    conflicts.push(...combination.conflicts);
    return combination.settings;
  }
  const windows = join(mine.windows, required.windows, combineWindows);
  const gates: Whole<Gates> = {
    approvals: join(mine.approvals, required.approvals, combineApprovals),
    staging_passed: join(
      mine.staging_passed,
      required.staging_passed,
      combineStaging,
    ),
    windows: windows && longEnough(windows, [mine, required]),
    recent_incidents: join(
      mine.recent_incidents,
      required.recent_incidents,
      combineIncidents,
    ),
    error_budget: join(
      mine.error_budget,
      required.error_budget,
      combineBudgets,
    ),
    on_call: join(mine.on_call, required.on_call, combineOnCall),
    steady_state: join(
      mine.steady_state,
      required.steady_state,
      combineSteadyState,
    ),
    concurrency: join(
      mine.concurrency,
      required.concurrency,
      combineConcurrency,
    ),
    blast_radius: join(
      mine.blast_radius,
      required.blast_radius,
      combineBlastRadius,
    ),
    change_in_flight: join(
      mine.change_in_flight,
      required.change_in_flight,
      combineChangeInFlight,
    ),
  };
  return { gates, conflicts };
}

/** People have to be on call for as long as the run takes, and how long that is, is said in the windows. */
function longEnough(
  windows: NonNullable<Gates["windows"]>,
  sides: Gates[],
): NonNullable<Gates["windows"]> {
  const times = sides
    .filter((gates) => gates.on_call)
    .map((gates) => expectedDuration({ gates }));
  return {
    ...windows,
    expected_duration: Math.max(windows.expected_duration, ...times),
  };
}

function zoned(rule: EnvironmentRule, { timezone }: Policy): EnvironmentRule {
  const { windows } = rule.gates;
  if (!windows) return rule;
  return {
    ...rule,
    gates: { ...rule.gates, windows: keepZone(windows, timezone) },
  };
}

/** Who is who decides who holds a role that a rota fills. */
function isAboutPeople({ people, roles }: RequiredPart): boolean {
  return (
    Object.keys(people).length > 0 ||
    Object.values(roles).some(({ on_call: rota }) => rota !== undefined)
  );
}

type Weights = Policy["experiments"]["rules"];
const WEIGHTS = ["off", "info", "warning", "error"];

function heavier(mine: Weights, required: Weights): Weights {
  return Object.fromEntries(
    RULES.flatMap(({ code, severity }) => {
      const ours = mine[code];
      const theirs = required[code];
      if (theirs === undefined) return ours === undefined ? [] : [[code, ours]];
      const isHeavier =
        WEIGHTS.indexOf(theirs) > WEIGHTS.indexOf(ours ?? severity);
      if (isHeavier) return [[code, theirs]];
      return ours === undefined ? [] : [[code, ours]];
    }),
  );
}
