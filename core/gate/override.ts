import type {
  OverridableGate,
  OverrideSettings,
} from "../policy/gates/override.ts";
import { CLOCK_SKEW } from "./clock-skew.ts";
import type { GateFacts, Override } from "./facts.ts";
import type { Verdict } from "./registry.ts";
import { personKey, samePerson } from "./role-holders.ts";
import type { GateName } from "./verdict.ts";

/** People who override one gate. */
export interface GateOverride {
  gate: OverridableGate;
  /** Each person once, with what they said last, by time. */
  by: Pick<Override, "person" | "reason" | "at" | "link">[];
  /** How many people it takes. */
  need: number;
  /** The moment at which it ends; absent while there are too few of them: then it does nothing yet. */
  until?: Date;
  /** Those who may and did not, while there are too few. */
  couldJoin: string[];
}

/** What a decision is read by: what the gates say, and who overrides them. */
interface Judged {
  verdicts: Verdict[];
  overrides?: GateOverride[];
}

type OverrideFacts = Pick<GateFacts, "experiment" | "request" | "overrides">;

/**
 * Who overrides which gate now: what named people said of this very experiment, each of them once, not longer ago than
 * the policy allows. Where who asked is not known, nobody's word counts unless the requester's own does.
 */
export function gateOverrides(
  settings: OverrideSettings | undefined,
  facts: OverrideFacts,
  now: Date,
): GateOverride[] {
  if (!settings || !facts.overrides.known) return [];
  const sound = facts.overrides.value
    .filter((override) => counts(override, settings, facts, now))
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  return settings.gates.flatMap((gate) => {
    const said = sound.filter(({ gates }) => gates.includes(gate));
    return said.length === 0 ? [] : [overrideOf(gate, said, settings)];
  });
}

/** The override that is in force for the gate of a verdict that stands in the way. */
export function overriding(
  { gate, status }: Pick<Verdict, "gate" | "status">,
  { overrides = [] }: Pick<Judged, "overrides">,
): GateOverride | undefined {
  if (status === "pass") return undefined;
  return overrides.find((one) => one.gate === gate && one.until !== undefined);
}

/** Verdicts that stand in the way: those that don't pass and that nobody overrides. */
export function blocking(judged: Judged): Verdict[] {
  return judged.verdicts.filter(
    (verdict) => verdict.status !== "pass" && !overriding(verdict, judged),
  );
}

/** Overrides without which a gate would stand in the way. */
export function overridesInUse(judged: Judged): GateOverride[] {
  return judged.verdicts.flatMap(
    (verdict) => overriding(verdict, judged) ?? [],
  );
}

function counts(
  { person, digest, at, gates }: Override,
  settings: OverrideSettings,
  { experiment, request }: OverrideFacts,
  now: Date,
): boolean {
  if (!experiment.known || experiment.value.digest !== digest) return false;
  const allowed: readonly GateName[] = settings.gates;
  if (!gates.every((gate) => allowed.includes(gate))) return false;
  const named = settings.people.some((one) => samePerson(one, person));
  const own = request.known
    ? samePerson(request.value.requester, person)
    : true;
  if (!named || (own && !settings.requester_counts)) return false;
  const age = now.getTime() - at.getTime();
  const asked = request.known ? request.value.openedAt.getTime() : -Infinity;
  return (
    age >= -CLOCK_SKEW &&
    age < settings.expire_after &&
    at.getTime() >= asked - CLOCK_SKEW
  );
}

function overrideOf(
  gate: OverridableGate,
  said: Override[],
  { people, need, expire_after: expireAfter }: OverrideSettings,
): GateOverride {
  const latest = new Map(said.map((one) => [personKey(one.person), one]));
  const by = [...latest.values()].toSorted(
    (one, other) => one.at.getTime() - other.at.getTime(),
  );
  // As long as enough of them stand: up to when the first of the latest `need` expires.
  const last = by.at(-need);
  const enough = by.length >= need && last !== undefined;
  return {
    gate,
    by: by.map(({ person, reason, at, link }) => ({
      person,
      reason,
      at,
      ...(link !== undefined && { link }),
    })),
    need,
    ...(enough && { until: new Date(last.at.getTime() + expireAfter) }),
    couldJoin: enough
      ? []
      : people.filter((person) => !latest.has(personKey(person))),
  };
}
