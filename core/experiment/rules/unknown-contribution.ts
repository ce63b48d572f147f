import { quote, quoteAll } from "../../text/quote.ts";
import type { Rule } from "../rule.ts";

const WEIGHTS = ["high", "medium", "low", "none"];

export const unknownContribution: Rule = {
  code: "unknown-contribution",
  severity: "warning",
  explanation:
    "What an experiment contributes to is weighed `high`, `medium`, `low` or `none`. Chaos Toolkit accepts anything there, and reports that add contributions up leave it out.",
  example: {
    wrong: `
contributions: { reliability: very high }`,
    right: `
contributions: { reliability: high }`,
  },
  find: ({ contributions = {} }) =>
    Object.entries(contributions)
      .filter(([, weight]) => !WEIGHTS.some((one) => one === weight))
      .map(([name, weight]) => ({
        message: `a contribution is ${quoteAll(WEIGHTS)}, not ${quote(weight)}`,
        path: ["contributions", name],
      })),
};
