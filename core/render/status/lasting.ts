import type { Decision } from "../../gate/decide.ts";
import type { Verdict } from "../../gate/registry.ts";
import type { Trouble } from "../../request/status.ts";
import { describeVerdict } from "../verdict.ts";
import type { VerdictWords } from "../verdict/words.ts";

/*
 * What a status says for longer than a look. Measured values are others at each look, and so are the ages and waiting
 * times in the reasons why something could not be learned: they alone are no reason to write a status anew.
 */

/** A verdict in words that stay the same while only its measured values change. */
export function lastingWords(verdict: Verdict): VerdictWords {
  const words = describeVerdict(verdict);
  if (verdict.status === "unknown")
    return { ...words, summary: withoutNumbers(words.summary) };
  if (verdict.gate === "error_budget") return { summary: verdict.code };
  return verdict.gate === "steady_state"
    ? { summary: [verdict.code, ...namesIn(verdict)].join(" ") }
    : words;
}

/** A trouble without the numbers of the reason why something could not be learned. */
export function lastingTrouble(trouble: Trouble): Trouble {
  return trouble.code === "unreachable"
    ? { ...trouble, reason: withoutNumbers(trouble.reason) }
    : trouble;
}

type SteadyStateVerdict = Extract<
  Decision["verdicts"][number],
  { gate: "steady_state" }
>;

function namesIn({ values }: SteadyStateVerdict): string[] {
  return "readings" in values ? values.readings.map(({ name }) => name) : [];
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+(\.\d+)?/g, "…");
}
