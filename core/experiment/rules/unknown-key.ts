import { quote } from "../../text/quote.ts";
import { SchemaPlace } from "../../text/schema-walk.ts";
import { suggest } from "../../text/suggest.ts";
import { isMapping } from "../outline.ts";
import type { Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import { experimentSchema } from "../schema.ts";

export const unknownKey: Rule = {
  code: "unknown-key",
  severity: "warning",
  explanation:
    "Chaos Toolkit ignores keys that it does not know: `rollback` for `rollbacks` leaves everything as the experiment broke it. A key that is nearly one that is missing is an error, any other a warning.",
  example: {
    wrong: `
rollback:
  - ref: kill-the-pod`,
    right: `
rollbacks:
  - ref: kill-the-pod`,
  },
  find: (experiment) => findUnknownKeys(experiment, [], EXPERIMENT),
};

const EXPERIMENT = new SchemaPlace(experimentSchema);

/** Where keys are the writer's own. */
const FREE = ["configuration", "contributions", "extensions", "secrets"];

function* findUnknownKeys(
  value: unknown,
  path: Path,
  place: SchemaPlace,
): Generator<RuleFinding> {
  if (Array.isArray(value)) {
    const below = place.below(0);
    for (const [index, item] of value.entries())
      if (holdsMore(item))
        yield* findUnknownKeys(item, [...path, index], below);
    return;
  }
  if (!isMapping(value)) return;
  const known = place.keys;
  for (const [key, inner] of Object.entries(value)) {
    // What the outline left out is of another kind than it should be, and a finding already.
    if (inner === undefined) continue;
    if (path.length === 0 && FREE.includes(key)) continue;
    if (known.length === 0 || known.includes(key)) {
      if (holdsMore(inner))
        yield* findUnknownKeys(inner, [...path, key], place.below(key));
    } else yield describe(key, path, missingOf(known, value));
  }
}

function holdsMore(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function missingOf(
  known: readonly string[],
  value: Record<string, unknown>,
): string[] {
  return known.filter((one) => value[one] === undefined);
}

function describe(
  key: string,
  path: Path,
  missing: readonly string[],
): RuleFinding {
  const meant = suggest(key, missing);
  return {
    message: `unknown key ${quote(key)}, which Chaos Toolkit ignores`,
    ...(meant !== undefined && {
      severity: "error",
      hint: `did you mean ${quote(meant)}?`,
      meant,
    }),
    path: [...path, key],
    part: "key",
  };
}
