import { quote } from "../../text/quote.ts";
import { keysOf, schemasAt } from "../../text/schema-walk.ts";
import { suggest } from "../../text/suggest.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import { experimentSchema } from "../schema.ts";

/**
 * Chaos Toolkit ignores keys that it does not know: `rollback` for `rollbacks` leaves everything as the experiment broke
 * it. A key that is nearly one that is missing is an error, any other a warning.
 */
export const unknownKey: Rule = {
  code: "unknown-key",
  find: (experiment) => findUnknownKeys(experiment, []),
};

/** Where keys are the writer's own. */
const FREE = ["configuration", "contributions", "extensions", "secrets"];

function findUnknownKeys(
  value: unknown,
  path: (string | number)[],
): RuleFinding[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      findUnknownKeys(item, [...path, index]),
    );
  if (typeof value !== "object" || value === null) return [];
  const known = keysOf(schemasAt(experimentSchema, path));
  return Object.entries(value).flatMap(([key, inner]) => {
    if (path.length === 0 && FREE.includes(key)) return [];
    if (known.length === 0 || known.includes(key))
      return findUnknownKeys(inner, [...path, key]);
    const missing = known.filter((one) => !Object.hasOwn(value, one));
    const meant = suggest(key, missing);
    return {
      severity: meant === undefined ? "warning" : "error",
      message: `unknown key ${quote(key)}, which Chaos Toolkit ignores`,
      ...(meant !== undefined && { hint: `did you mean ${quote(meant)}?` }),
      path: [...path, key],
      part: "key",
    };
  });
}
