import { quote } from "../../text/quote.ts";
import { aimOf, isProduction } from "../environment-aim.ts";
import type { Rule } from "../rule.ts";

export const rollbackStrategy: Rule = {
  code: "rollback-strategy",
  severity: "warning",
  explanation:
    "With any strategy but `always`, Chaos Toolkit plays no rollbacks when a run is interrupted: when somebody presses stop, or a safeguard does, which is just when production has to be put back. Speaks where the policy has an environment called production (or prod) and the experiment is not written for another one, by a tag or by its namespaces.",
  exampleContext: { environments: { staging: {}, production: {} } },
  example: {
    wrong: `
rollbacks:
  - ref: kill-the-pod
runtime:
  rollbacks: { strategy: default }`,
    right: `
rollbacks:
  - ref: kill-the-pod
runtime:
  rollbacks: { strategy: always }`,
  },
  find(experiment, context) {
    const strategy = experiment.runtime?.rollbacks?.strategy ?? "default";
    const isWeak = ["default", "never", "deviated"].some(
      (one) => one === strategy,
    );
    const rollsBack = (experiment.rollbacks ?? []).length > 0;
    if (!isWeak || !rollsBack) return [];
    const production = aimOf(experiment, context, { defaults: false }).find(
      isProduction,
    );
    if (production === undefined) return [];
    return [
      {
        message: `an interrupted run in ${quote(production)} is not rolled back with the strategy ${quote(strategy)}`,
        hint: "set `runtime.rollbacks.strategy` to `always`",
        path: ["runtime", "rollbacks", "strategy"],
      },
    ];
  },
};
