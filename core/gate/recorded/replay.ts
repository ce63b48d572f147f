import { toExactJson, type Json } from "../../text/exact-json.ts";
import { ruleFor } from "../../policy/rule.ts";
import { decide, type Decision } from "../decide.ts";
import type { DecisionRecord } from "./record.ts";

/** A place at which a decision came out otherwise; a side is absent where nothing stands there. */
export interface Difference {
  /** As in `verdicts[2].values.until`. */
  path: string;
  recorded?: Json;
  replayed?: Json;
}

export type Replay =
  | { outcome: "same"; replayed: Decision }
  | { outcome: "different"; replayed: Decision; differences: Difference[] }
  /** The record is not as decisions are recorded. */
  | { outcome: "impossible"; problem: string };

/** More than these are more than a person reads. */
const MOST_DIFFERENCES = 20;

/** Decides again on what was recorded, and compares bit for bit: both decisions written as JSON. */
export function replay(record: DecisionRecord): Replay {
  const decided = decideOn(record);
  if (!decided.ok) return { outcome: "impossible", problem: decided.problem };
  const { decision: replayed } = decided;
  const before = toExactJson(record.decision);
  const after = toExactJson(replayed);
  if (JSON.stringify(before) === JSON.stringify(after))
    return { outcome: "same", replayed };
  const differences = [...differ("", before, after)];
  return {
    outcome: "different",
    replayed,
    differences: differences.slice(0, MOST_DIFFERENCES),
  };
}

/** What the rule of the policy for the environment says to the facts; a sentence where that can't be told. */
export function decideOn({
  policy,
  environment,
  facts,
  at,
}: Pick<DecisionRecord, "policy" | "environment" | "facts" | "at">):
  { ok: true; decision: Decision } | { ok: false; problem: string } {
  const found = ruleFor(policy, environment);
  if (!found.ok)
    return { ok: false, problem: `the policy has no rule for ${environment}` };
  try {
    return { ok: true, decision: decide(found.rule, policy, facts, at) };
  } catch (error) {
    // A file can be written by hand; only its outline was looked at.
    if (!(error instanceof TypeError || error instanceof RangeError))
      throw error;
    return { ok: false, problem: `it can't be decided on: ${error.message}` };
  }
}

function* differ(
  path: string,
  recorded: Json | undefined,
  replayed: Json | undefined,
): Generator<Difference> {
  if (JSON.stringify(recorded) === JSON.stringify(replayed)) return;
  const before = entriesOf(recorded);
  const after = entriesOf(replayed);
  if (!before || !after || before.kind !== after.kind) {
    yield {
      path: path === "" ? "the decision" : path,
      ...(recorded !== undefined && { recorded }),
      ...(replayed !== undefined && { replayed }),
    };
    return;
  }
  const keys = new Set([...before.parts.keys(), ...after.parts.keys()]);
  let found = false;
  for (const key of keys)
    for (const difference of differ(
      placeOf(path, key, before.kind),
      before.parts.get(key),
      after.parts.get(key),
    )) {
      found = true;
      yield difference;
    }
  if (!found) yield { path: `the order of keys in ${path}` };
}

function placeOf(path: string, key: string, kind: "list" | "object"): string {
  if (kind === "list") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

function entriesOf(
  value: Json | undefined,
): { kind: "list" | "object"; parts: Map<string, Json> } | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return {
    kind: Array.isArray(value) ? "list" : "object",
    parts: new Map(Object.entries(value)),
  };
}
