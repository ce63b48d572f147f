import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { isMapping, writtenPlacesOf } from "../outline.ts";
import type { Outline, Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import { scalarsIn } from "../scalar-place.ts";

export const unknownVariable: Rule = {
  code: "unknown-variable",
  severity: "warning",
  explanation:
    "Chaos Toolkit fills `${name}` in from the configuration and the secrets, and leaves what neither has as it stands: the command is then `kubectl -n ${namespace}`, and a shell makes nothing of it.",
  example: {
    wrong: `
configuration: { namespace: shop-staging }
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: [-n, "\${namespce}", delete, pod, shop-0]
      timeout: 30`,
    right: `
configuration: { namespace: shop-staging }
method:
  - type: action
    name: kill-the-pod
    provider:
      type: process
      path: kubectl
      arguments: [-n, "\${namespace}", delete, pod, shop-0]
      timeout: 30`,
  },
  *find(experiment) {
    const known = variablesOf(experiment);
    if (!known) return;
    for (const { activity, path } of writtenPlacesOf(experiment))
      for (const key of ["provider", "tolerance", "pauses"])
        yield* findUnknown(activity[key], [...path, key], known);
  },
};

/** The names that are filled in; undefined where Vault has names that are not known here. */
function variablesOf({
  configuration = {},
  secrets = {},
}: Outline): Set<string> | undefined {
  const scopes = Object.values(secrets).filter(isMapping);
  if (scopes.some((scope) => scope["type"] === "vault")) return undefined;
  return new Set([
    ...Object.keys(configuration),
    ...scopes.flatMap((scope) => Object.keys(scope)),
  ]);
}

function* findUnknown(
  value: unknown,
  path: Path,
  known: ReadonlySet<string>,
): Generator<RuleFinding> {
  const places = scalarsIn(
    value,
    path,
    (scalar) => typeof scalar === "string" && scalar.includes("${"),
  );
  for (const place of places)
    for (const name of namesIn(String(place.scalar)))
      if (!known.has(name)) yield describe(name, place.path, known);
}

function namesIn(text: string): Set<string> {
  const matches = text.matchAll(/(?<!\$)\$\{(?<name>[A-Za-z_]\w*)\}/g);
  return new Set([...matches].map(({ groups }) => groups?.["name"] ?? ""));
}

function describe(
  name: string,
  path: Path,
  known: ReadonlySet<string>,
): RuleFinding {
  return {
    message: `nothing fills in ${quote(`\${${name}}`)}`,
    hint: suggestionHint(name, [...known], "variables"),
    path,
  };
}
