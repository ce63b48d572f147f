import { quote } from "../../text/quote.ts";
import { SchemaPlace } from "../../text/schema-walk.ts";
import { suggest } from "../../text/suggest.ts";
import { isMapping, placesOf } from "../outline.ts";
import type { Outline, Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import { experimentSchema } from "../schema.ts";

export const unknownKey: Rule = {
  code: "unknown-key",
  severity: "warning",
  explanation:
    "Chaos Toolkit ignores keys that it does not know: `rollback` for `rollbacks` leaves everything as the experiment broke it. A key that is nearly one that is missing is an error, any other a warning. Beside a `ref`, too, keys are ignored: the activity is played as it is where it is written out.",
  example: {
    wrong: `
rollback:
  - ref: kill-the-pod`,
    right: `
rollbacks:
  - ref: kill-the-pod`,
  },
  *find(experiment) {
    yield* findUnknownKeys(experiment, [], EXPERIMENT);
    yield* findBesideRefs(experiment);
  },
};

/** What an activity does, and a reference to one can't change. */
const BESIDE_NO_REF = ["provider", "pauses", "controls", "timeout", "dry"];

function* findBesideRefs(experiment: Outline): Generator<RuleFinding> {
  for (const { activity, path } of placesOf(experiment)) {
    if (activity.ref === undefined) continue;
    for (const key of BESIDE_NO_REF)
      if (activity[key] !== undefined)
        yield {
          message: `${quote(key)} beside a \`ref\` is ignored: the activity is played as it is where it is written out`,
          hint: "write an activity of its own, or change the one that is meant",
          path: [...path, key],
          part: "key",
        };
  }
}

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
