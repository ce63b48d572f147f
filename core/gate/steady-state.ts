import { holds, type Bound } from "../policy/gates/criterion.ts";
import type { Gates } from "../policy/schema.ts";
import type { GateFacts, Measurement } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "steady_state";
type Gate = typeof GATE;

export type SteadyStateSettings = NonNullable<Gates["steady_state"]>;

/** What one criterion came to, and the bound that it is held against. */
export interface Reading extends Bound {
  name: string;
  value: number;
}

/** A criterion whose value nobody could tell; `detail` is the answer, or why there is none. */
export type Unread =
  | { name: string; why: "not-looked-up" }
  | { name: string; why: "no-number" | "unreadable"; detail: string };

export type SteadyStateVerdict =
  | VerdictOf<Gate, "pass", "steady", { readings: Reading[] }>
  /** Those alone that do not hold. */
  | VerdictOf<Gate, "fail", "not-steady", { readings: Reading[] }>
  | VerdictOf<Gate, "unknown", "not-measured", { unread: Unread[] }>
  | NotKnown<Gate>;

/** Each of the policy's criteria holds at this moment. */
export function steadyState(
  settings: SteadyStateSettings,
  facts: Pick<GateFacts, "steadyState">,
): SteadyStateVerdict {
  const { steadyState: measured } = facts;
  if (!measured.known)
    return notKnown(GATE, measured.reason, measured.evidence);

  const answers = settings.flatMap(({ name, below, above }) =>
    answersTo({ name, below, above }, measured.value),
  );
  const names = new Set(settings.map(({ name }) => name));
  const evidence = [
    ...measured.evidence,
    ...measured.value
      .filter(({ name }) => names.has(name))
      .flatMap(({ value }) => value.evidence),
  ];
  const unread = answers.filter((answer) => "why" in answer);
  const readings = answers.filter((answer) => "value" in answer);
  const broken = readings.filter((reading) => !holds(reading, reading.value));
  if (broken.length > 0)
    return {
      gate: GATE,
      status: "fail",
      code: "not-steady",
      values: { readings: broken },
      evidence,
    };
  if (unread.length > 0)
    return {
      gate: GATE,
      status: "unknown",
      code: "not-measured",
      values: { unread },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "steady",
    values: { readings },
    evidence,
  };
}

/** What is known of one criterion; where it was measured more than once, each of them has to hold. */
function answersTo(
  criterion: Bound & { name: string },
  measured: Measurement[],
): (Reading | Unread)[] {
  const { name } = criterion;
  const found = measured.filter((one) => one.name === name);
  if (found.length === 0) return [{ name, why: "not-looked-up" }];
  return found.map((one) => read(criterion, one));
}

function read(
  criterion: Bound & { name: string },
  { name, value }: Measurement,
): Reading | Unread {
  if (!value.known) return { name, why: "unreadable", detail: value.reason };
  if (!Number.isFinite(value.value))
    return { name, why: "no-number", detail: String(value.value) };
  return { ...criterion, value: value.value };
}
