import type {
  ErrorBudgetVerdict,
  UnknownBudget,
} from "../../gate/error-budget.ts";
import { formatDuration } from "../../time/duration.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, type VerdictWords } from "./words.ts";

export function describeErrorBudget({
  code,
  values,
}: ErrorBudgetVerdict): VerdictWords {
  switch (code) {
    case "enough":
    case "too-little": {
      const { worst, above } = values;
      const left =
        worst.remaining < 0
          ? `The error budget of ${worst.slo} is overspent by ${percentage(-worst.remaining)}`
          : `${percentage(worst.remaining, above)} of the error budget of ${worst.slo} is left`;
      const burning =
        worst.burnRate === undefined
          ? ""
          : `, and it burns at ${String(Number(worst.burnRate.toPrecision(2)))} times the even rate`;
      const summary = `${left}${burning}; more than ${percentage(above)} is needed.`;
      return code === "enough"
        ? { summary }
        : {
            summary,
            mend: "Wait until enough of the budget has come back; then this goes on by itself.",
          };
    }
    case "slo-not-known":
      return {
        summary: `How much error budget is left is not known for ${enumerate(values.slos.map(withReason), "and")}.`,
        mend: "Let Prometheus answer for each of them: what is not known never passes.",
      };
    case "not-known":
      return describeNotKnown("Error budgets are", values.reason);
  }
}

function withReason(budget: UnknownBudget): string {
  switch (budget.why) {
    case "not-looked-up":
      return `${budget.slo} (not looked up)`;
    case "no-number":
      return `${budget.slo} (the answer is ${budget.detail})`;
    case "stale":
      return `${budget.slo} (the newest answer is ${formatDuration(roundedSeconds(budget.age))} old; older than ${formatDuration(budget.staleAfter)} does not count)`;
    case "unreadable":
      return `${budget.slo} (${plain(budget.detail, 200)})`;
  }
}

/** At least a second, so that it can be said. */
function roundedSeconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds / 1_000)) * 1_000;
}

/** A ratio in percent, as short as it can be without looking the same as another one that differs. */
function percentage(ratio: number, apartFrom = ratio): string {
  const digits = [2, 4, 8].find(
    (count) =>
      ratio === apartFrom ||
      (ratio * 100).toFixed(count) !== (apartFrom * 100).toFixed(count),
  );
  return `${String(Number((ratio * 100).toFixed(digits ?? 8)))}%`;
}
