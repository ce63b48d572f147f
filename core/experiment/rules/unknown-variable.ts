import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { placesOf } from "../place.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import type { Experiment } from "../schema.ts";

/** Chaos Toolkit leaves a variable that it does not know as it stands: `kubectl -n ${namespace}`. */
export const unknownVariable: Rule = {
  code: "unknown-variable",
  find(experiment) {
    const known = variablesOf(experiment);
    if (!known) return [];
    return placesOf(experiment).flatMap(({ activity, path }) =>
      activity.kind === "reference"
        ? []
        : ["provider", "tolerance", "pauses"].flatMap((key) =>
            findUnknown(activity[key], [...path, key], known),
          ),
    );
  },
};

/** The names that are filled in; undefined where Vault has names that are not known here. */
function variablesOf({
  configuration = {},
  secrets = {},
}: Experiment): string[] | undefined {
  const scopes = Object.values(secrets);
  if (scopes.some(({ type }) => type === "vault")) return undefined;
  return [
    ...Object.keys(configuration),
    ...scopes.flatMap((scope) => Object.keys(scope)),
  ];
}

function findUnknown(
  value: unknown,
  path: (string | number)[],
  known: readonly string[],
): RuleFinding[] {
  if (typeof value === "string") {
    const names = [...value.matchAll(/(?<!\$)\$\{(?<name>[A-Za-z_]\w*)\}/g)]
      .flatMap(({ groups }) => groups?.["name"] ?? [])
      .filter((name) => !known.includes(name));
    return [...new Set(names)].map((name) => ({
      severity: "warning",
      message: `nothing fills in ${quote(`\${${name}}`)}`,
      hint: suggestionHint(
        name,
        known,
        "the configuration and the secrets have",
      ),
      path,
    }));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    findUnknown(
      inner,
      [...path, Array.isArray(value) ? Number(key) : key],
      known,
    ),
  );
}
