import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import type { Outline } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";

const STRATEGIES = {
  hypothesis: [
    "default",
    "before-method-only",
    "after-method-only",
    "during-method-only",
    "continuously",
    "skip",
  ],
  rollbacks: ["default", "always", "never", "deviated"],
};

export const unknownStrategy: Rule = {
  code: "unknown-strategy",
  severity: "error",
  explanation:
    "Chaos Toolkit accepts any word as a strategy. With one of `runtime.rollbacks` that it does not know it skips all rollbacks without a word, and still says that the experiment completed.",
  example: {
    wrong: `
runtime:
  rollbacks: { strategy: allways }`,
    right: `
runtime:
  rollbacks: { strategy: always }`,
  },
  find: (experiment) => [
    ...findStrategy(experiment, "hypothesis"),
    ...findStrategy(experiment, "rollbacks"),
  ],
};

function findStrategy(
  { runtime }: Outline,
  part: keyof typeof STRATEGIES,
): RuleFinding[] {
  const strategy = runtime?.[part]?.strategy;
  const known = STRATEGIES[part];
  if (strategy === undefined || known.some((one) => one === strategy))
    return [];
  return [
    {
      message: `${quote(strategy)} is no strategy for ${part === "rollbacks" ? "rollbacks, which makes Chaos Toolkit skip them all" : "the hypothesis"}`,
      hint: suggestionHint(
        typeof strategy === "string" ? strategy : "",
        known,
        "strategies",
      ),
      path: ["runtime", part, "strategy"],
    },
  ];
}
