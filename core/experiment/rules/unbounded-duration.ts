import { quote } from "../../text/quote.ts";
import { durationsOf } from "../duration-place.ts";
import type { Rule } from "../rule.ts";

/** What lasts longer than this, in seconds, outlasts the people who watch it. */
const LONGEST = 24 * 60 * 60;

export const unboundedDuration: Rule = {
  code: "unbounded-duration",
  severity: "warning",
  explanation:
    "A pause or duration of more than a day, `.inf`, `.nan`, or one that comes from the environment without a default, so that nobody who reads the experiment can say how long the system stays broken.",
  example: {
    wrong: `
configuration: { hold: { type: env, key: HOLD } }
method:
  - type: action
    name: stop-the-database
    pauses: { after: "\${hold}" }
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "0"]
      timeout: 30`,
    right: `
configuration: { hold: { type: env, key: HOLD, default: 60, env_var_type: int } }
method:
  - type: action
    name: stop-the-database
    pauses: { after: "\${hold}" }
    provider:
      type: process
      path: kubectl
      arguments: [-n, shop-staging, scale, statefulset/postgres, --replicas, "0"]
      timeout: 30`,
  },
  find: (experiment) =>
    durationsOf(experiment).flatMap(({ seconds, variable, path }) => {
      if (
        variable !== undefined &&
        variable in (experiment.configuration ?? {})
      )
        return {
          message: `nobody can say how long this lasts: ${quote(`\${${variable}}`)} is known only when the experiment runs`,
          hint: "give the variable a default in `configuration`",
          path,
        };
      if (seconds === undefined || seconds <= LONGEST) return [];
      return {
        message: `${quote(Number.isFinite(seconds) ? seconds : String(seconds))} seconds are more than a day`,
        hint: "write how long it takes at most, in seconds",
        path,
      };
    }),
};
