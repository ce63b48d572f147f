import { worstOf } from "../../policy/gates/criterion.ts";
import { expectedDuration } from "../../policy/rule.ts";
import type { EnvironmentRule, Policy } from "../../policy/schema.ts";
import { sloName } from "../../policy/gates/slo.ts";
import { calendarName, calendarsOf } from "../../policy/gates/windows.ts";
import { NOT_ASKED_FOR, type Fact } from "../fact.ts";
import { noFacts, type GateFacts } from "../facts.ts";
import { roleHolders } from "../role-holders.ts";

/** A policy, and its rule for the environment that was asked about. */
export interface PolicySide {
  policy: Policy;
  rule: EnvironmentRule;
}

type Serves = (before: PolicySide, after: PolicySide) => boolean;

const UNRECORDED =
  "it was not recorded, because the policy of that time did not ask for it in this way";

const always: Serves = () => true;

/**
 * Whether what was looked up for one policy is also the answer for another. Of a fact that is not listed, only where the
 * policies are the same: so a fact is never taken for an answer to a question that nobody asked.
 */
const SERVES: Partial<Record<string, Serves>> = {
  halts: always,
  ask: always,
  request: always,
  approvals: always,
  overrides: always,
  experiment: same(howExperimentsAreChecked),
  holders: (before, after) =>
    same(rolesOf)(before, after) && looksBackOn(after) <= looksBackOn(before),
  stagingRuns: same(({ rule }) => rule.gates.staging_passed?.environment),
  incidents: (before, after) =>
    same(({ rule }) => rule.gates.recent_incidents?.sources)(before, after) &&
    calmOf(after) <= calmOf(before),
  // Of these, each answer is looked at on its own.
  errorBudgets: always,
  steadyState: always,
  calendars: same(({ policy }) => policy.timezone),
  onCall: (before, after) =>
    same(rolesOf)(before, after) &&
    expectedDuration(after.rule) <= expectedDuration(before.rule) &&
    isWithin(onCallOf(after), onCallOf(before)),
  chaosRuns: (before, after) =>
    same(wherePolicyRuns)(before, after) &&
    cooldownOf(after) <= cooldownOf(before),
  deployments: same((side) => [
    side.rule.gates.change_in_flight,
    wherePolicyRuns(side),
  ]),
} satisfies Partial<Record<keyof GateFacts, Serves>>;

/** The recorded facts as far as they are answers for another policy too; the rest is unknown, with the reason. */
export function recordedFactsFor(
  recorded: GateFacts,
  before: PolicySide,
  after: PolicySide,
): GateFacts {
  const unrecorded = noFacts(UNRECORDED);
  const lost = Object.entries(recorded)
    .filter(
      ([key, fact]: [string, Fact<unknown>]) =>
        (!fact.known && fact.reason === NOT_ASKED_FOR) ||
        !(SERVES[key] ?? same((side) => side))(before, after),
    )
    .map(([key]) => key);
  const kept = {
    ...recorded,
    errorBudgets: only(recorded.errorBudgets, ({ slo }) =>
      namedAlike(slo, slosOf(before), slosOf(after)),
    ),
    steadyState: only(recorded.steadyState, ({ name }) =>
      namedAlike(name, criteriaOf(before), criteriaOf(after)),
    ),
    calendars: only(recorded.calendars, ({ calendar }) =>
      namedAlike(calendar, freezesOf(before), freezesOf(after)),
    ),
  };
  const unknown = Object.fromEntries(
    Object.entries(unrecorded).filter(([key]) => lost.includes(key)),
  );
  return {
    ...kept,
    ...unknown,
    ...holdersByName(lost, recorded, before, after),
  };
}

/** People whom the new policy names hold their roles by its own word; only who is in a team or a rota was looked up. */
function holdersByName(
  lost: readonly string[],
  { holders }: GateFacts,
  before: PolicySide,
  after: PolicySide,
): Partial<GateFacts> {
  const { roles } = after.policy;
  const looksUp = Object.values(roles).some(({ on_call }) => on_call);
  if (!lost.includes("holders") || !holders.known || looksUp) return {};
  const isKept = (role: string) =>
    isSame(before.policy.roles[role], roles[role]);
  const kept = holders.value.filter(({ role }) => isKept(role));
  const named = roleHolders(after.policy).filter(({ role }) => !isKept(role));
  return { holders: { ...holders, value: [...kept, ...named] } };
}

function same(part: (side: PolicySide) => unknown): Serves {
  return (before, after) => isSame(part(before), part(after));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isWithin(parts: readonly string[], whole: readonly string[]): boolean {
  return parts.every((part) => whole.includes(part));
}

function only<T>(fact: Fact<T[]>, isKept: (item: T) => boolean): Fact<T[]> {
  return fact.known ? { ...fact, value: fact.value.filter(isKept) } : fact;
}

/** Whether both policies mean the same by a name; what neither names was recorded for something else. */
function namedAlike(
  name: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): boolean {
  return after.has(name) && isSame(before.get(name), after.get(name));
}

function slosOf({ rule }: PolicySide): Map<string, unknown> {
  const slos = rule.gates.error_budget?.slos ?? [];
  return new Map(slos.map((slo) => [sloName(slo), slo]));
}

function criteriaOf({ rule }: PolicySide): Map<string, unknown> {
  const criteria = rule.gates.steady_state ?? [];
  return new Map(criteria.map((one) => [one.name, [one.query, worstOf(one)]]));
}

function freezesOf({ rule }: PolicySide): Map<string, unknown> {
  const { windows } = rule.gates;
  const calendars = windows ? calendarsOf(windows) : [];
  return new Map(calendars.map((one) => [calendarName(one), one]));
}

function rolesOf({ policy: { roles, people } }: PolicySide): unknown {
  return [roles, people];
}

/** How long ago an approval may have been given, in milliseconds: so far back a rota is looked up. */
function looksBackOn({ policy, rule }: PolicySide): number {
  const looksUp = Object.values(policy.roles).some(({ on_call }) => on_call);
  return looksUp ? (rule.gates.approvals?.expire_after ?? 0) : 0;
}

function calmOf({ rule }: PolicySide): number {
  return rule.gates.recent_incidents?.none_within ?? 0;
}

function cooldownOf({ rule }: PolicySide): number {
  return rule.gates.concurrency?.cooldown ?? 0;
}

function onCallOf({ rule }: PolicySide): string[] {
  return rule.gates.on_call?.roles ?? [];
}

/** Which workflows run experiments, where these are, and which namespaces belong to which environment. */
function wherePolicyRuns({ policy }: PolicySide): unknown {
  const environments = Object.entries(policy.environments).map(
    ([name, { workflow, namespaces }]) => [name, workflow, namespaces],
  );
  return [policy.experiments.paths, environments];
}

function howExperimentsAreChecked({ policy }: PolicySide): unknown {
  const environments = Object.entries(policy.environments).map(
    ([name, { namespaces, hosts }]) => [name, namespaces, hosts],
  );
  return [policy.experiments.paths, policy.experiments.rules, environments];
}
