import { stringify } from "yaml";
import type { Fact } from "../../core/gate/fact.ts";
import type { GateFacts, Rota } from "../../core/gate/facts.ts";

/**
 * The facts as a facts file has them (YAML). What is not known is left out, and so are pages, and what the experiment and
 * the policy say themselves.
 */
export function writeFacts(facts: GateFacts): string {
  const {
    errorBudgets,
    steadyState,
    chaosRuns,
    calendars,
    incidents,
    onCall,
    ask: _ask,
    experiment: _experiment,
    ...plain
  } = facts;
  const written = {
    ...Object.fromEntries(
      Object.entries(plain).map(([key, fact]) => [key, withoutLinks(fact)]),
    ),
    incidents: valueOf(incidents)?.map(
      ({ severity, startedAt, resolvedAt }) => ({
        severity,
        startedAt,
        resolvedAt,
      }),
    ),
    errorBudgets: valueOf(errorBudgets)?.flatMap(
      ({ slo, remaining, burnRate, age }) =>
        remaining.known
          ? {
              slo,
              remaining: remaining.value,
              burnRate: valueOf(burnRate),
              age: age?.known ? age.value / 1_000 : undefined,
            }
          : [],
    ),
    onCall: rotasOf(valueOf(onCall)),
    steadyState: valueOf(steadyState)?.flatMap(({ name, value }) =>
      value.known ? { name, value: value.value } : [],
    ),
    chaosRuns: valueOf(chaosRuns)?.map(
      ({ link: _link, namespaces, ...run }) => ({
        ...run,
        namespaces: valueOf(namespaces),
      }),
    ),
    calendars: valueOf(calendars)?.flatMap(({ calendar, times }) =>
      times.known ? { calendar, ...times.value } : [],
    ),
  };
  return stringify(written);
}

function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.known ? fact.value : undefined;
}

/** A role that is left out has nobody: where that can't be told of one role, nothing is said of any. */
function rotasOf(rotas: readonly Rota[] | undefined): unknown {
  if (!rotas || rotas.some(({ shifts }) => !shifts.known)) return undefined;
  return Object.fromEntries(
    rotas.map(({ role, shifts, knownUntil }) => {
      const value = valueOf(shifts);
      return [role, knownUntil ? { shifts: value, until: knownUntil } : value];
    }),
  );
}

function withoutLinks(fact: Fact<object>): unknown {
  const value = valueOf(fact);
  return Array.isArray(value)
    ? value.map(({ link: _link, ...rest }: Record<string, unknown>) => rest)
    : value;
}
