import type { ErrorBudgetSettings } from "../policy/gates/error-budget.ts";
import { sloName } from "../policy/gates/slo.ts";
import type { ErrorBudget, GateFacts } from "./facts.ts";
import { notKnown, type NotKnown, type VerdictOf } from "./verdict.ts";

const GATE = "error_budget";
type Gate = typeof GATE;

/** `remaining` is a ratio: 1 is untouched, below 0 is overspent. */
interface RemainingBudget {
  slo: string;
  remaining: number;
  /** 1 spends the whole budget in the objective's window; absent where it is not known. */
  burnRate?: number;
}

/** An objective whose budget nobody could tell; `detail` is the answer, or why there is none. */
export type UnknownBudget =
  | { slo: string; why: "not-looked-up" }
  | { slo: string; why: "no-number" | "unreadable"; detail: string }
  /** Both in milliseconds. */
  | { slo: string; why: "stale"; age: number; staleAfter: number };

/** `above` is a ratio, too. */
interface Worst {
  worst: RemainingBudget;
  above: number;
}

export type ErrorBudgetVerdict =
  | VerdictOf<Gate, "pass", "enough", Worst>
  | VerdictOf<Gate, "fail", "too-little", Worst>
  | VerdictOf<Gate, "unknown", "slo-not-known", { slos: UnknownBudget[] }>
  | NotKnown<Gate>;

/** Each of the policy's objectives has more than `remaining_above` of its error budget left. */
export function errorBudget(
  settings: ErrorBudgetSettings,
  facts: Pick<GateFacts, "errorBudgets">,
): ErrorBudgetVerdict {
  const { errorBudgets } = facts;
  if (!errorBudgets.known)
    return notKnown(GATE, errorBudgets.reason, errorBudgets.evidence);

  const names = new Set(settings.slos.map((slo) => sloName(slo)));
  const read = [...names].flatMap((slo) =>
    readings(slo, errorBudgets.value, settings.stale_after),
  );
  const evidence = [
    ...errorBudgets.evidence,
    ...errorBudgets.value
      .filter(({ slo }) => names.has(slo))
      .flatMap(({ remaining, burnRate, age }) =>
        [remaining, burnRate, age].flatMap((fact) => fact?.evidence ?? []),
      ),
  ];
  const unreadable = read.filter((reading) => "why" in reading);
  const worst = read
    .filter((reading) => "remaining" in reading)
    .toSorted((one, other) => one.remaining - other.remaining)[0];
  const above = settings.remaining_above;

  if (worst && !(worst.remaining > above))
    return {
      gate: GATE,
      status: "fail",
      code: "too-little",
      values: { worst, above },
      evidence,
    };
  if (!worst || unreadable.length > 0)
    return {
      gate: GATE,
      status: "unknown",
      code: "slo-not-known",
      values: { slos: unreadable },
      evidence,
    };
  return {
    gate: GATE,
    status: "pass",
    code: "enough",
    values: { worst, above },
    evidence,
  };
}

/** What is known of one objective; nothing, where nobody looked it up or the answer is no number. */
function readings(
  slo: string,
  budgets: ErrorBudget[],
  staleAfter: number,
): (RemainingBudget | UnknownBudget)[] {
  const found = budgets.filter((budget) => budget.slo === slo);
  if (found.length === 0) return [{ slo, why: "not-looked-up" }];
  return found.map((budget) => readingOf(budget, staleAfter));
}

function readingOf(
  { slo, remaining, burnRate, age }: ErrorBudget,
  staleAfter: number,
): RemainingBudget | UnknownBudget {
  if (!remaining.known)
    return { slo, why: "unreadable", detail: remaining.reason };
  if (!Number.isFinite(remaining.value))
    return { slo, why: "no-number", detail: String(remaining.value) };
  if (age && !age.known) {
    const detail = `how old the answer is could not be learned: ${age.reason}`;
    return { slo, why: "unreadable", detail };
  }
  // An age that is no number is no age.
  if (age && !(age.value <= staleAfter))
    return { slo, why: "stale", age: age.value, staleAfter };
  const isBurning = burnRate?.known && Number.isFinite(burnRate.value);
  return {
    slo,
    remaining: remaining.value,
    ...(isBurning && { burnRate: burnRate.value }),
  };
}
