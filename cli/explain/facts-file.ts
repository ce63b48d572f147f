import { known, unknown, type Fact } from "../../core/gate/fact.ts";
import type { ChaosRun, GateFacts } from "../../core/gate/facts.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import { parseDocument } from "../../core/text/document.ts";
import { matchSchema } from "../../core/text/zod-diagnostics.ts";
import { factsSchema, type Facts, type GivenRun } from "./facts-schema.ts";

/** What is larger than this, in bytes, is no facts file. */
export const FACTS_BYTES = 1024 * 1024;

/** The facts that a file can give; the others are read from the experiment and the policy. */
export type GivenFacts = Omit<GateFacts, "ask" | "experiment">;

/**
 * Reads a facts file (YAML or JSON).
 *
 * @param at the moment that the facts describe
 */
export function parseFactsFile(
  text: string,
  at: Date,
): { ok: true; facts: GivenFacts } | { ok: false; diagnostics: Diagnostic[] } {
  const parsed = parseDocument(text, { bytes: FACTS_BYTES });
  if (!parsed.ok) return parsed;
  const matched = matchSchema(factsSchema, parsed.document);
  if (!matched.ok) return matched;
  return {
    ok: true,
    facts: giveFacts(
      matched.value,
      at,
      (key) => `the facts file has no ${key}`,
    ),
  };
}

/** No facts at all: nothing was looked up. */
export function noFacts(at: Date): GivenFacts {
  return giveFacts({}, at, () => "no facts file was given");
}

function giveFacts(
  facts: Facts,
  at: Date,
  otherwise: (key: string) => string,
): GivenFacts {
  const fact = <Key extends keyof Facts>(
    key: Key,
  ): Fact<NonNullable<Facts[Key]>> => {
    const value = facts[key];
    if (value === undefined) return unknown(otherwise(key));
    const answer = JSON.stringify(value).slice(0, 500);
    return known(value, { source: "facts file", at, query: key, answer });
  };
  return {
    halts: fact("halts"),
    request: fact("request"),
    holders: fact("holders"),
    approvals: fact("approvals"),
    overrides: fact("overrides"),
    stagingRuns: fact("stagingRuns"),
    incidents: fact("incidents"),
    errorBudgets: within(fact("errorBudgets"), (budgets) =>
      budgets.map(({ slo, remaining, burnRate, age }) => ({
        slo,
        remaining: known(remaining),
        ...(burnRate !== undefined && { burnRate: known(burnRate) }),
        ...(age !== undefined && { age: known(age * 1_000) }),
      })),
    ),
    onCall: within(fact("onCall"), (rota) =>
      Object.entries(rota).map(([role, { shifts, ...until }]) => ({
        role,
        shifts: known(shifts),
        ...until,
      })),
    ),
    steadyState: within(fact("steadyState"), (measurements) =>
      measurements.map(({ name, value }) => ({ name, value: known(value) })),
    ),
    chaosRuns: within(fact("chaosRuns"), (runs) => runs.map(toChaosRun)),
    deployments: fact("deployments"),
    calendars: within(fact("calendars"), (calendars) =>
      calendars.map(({ calendar, ...times }) => ({
        calendar,
        times: known(times),
      })),
    ),
  };
}

/** The same fact with its value as the gates want it. */
function within<Given, Wanted>(
  fact: Fact<Given>,
  make: (value: Given) => Wanted,
): Fact<Wanted> {
  return fact.known ? { ...fact, value: make(fact.value) } : fact;
}

function toChaosRun({ namespaces, ...run }: GivenRun): ChaosRun {
  return {
    ...run,
    namespaces:
      namespaces === undefined
        ? unknown("the facts file does not say which namespaces it touches")
        : known(namespaces),
  };
}
