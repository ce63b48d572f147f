import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { isMapping, writtenPlacesOf } from "../outline.ts";
import type { ActivityOutline, Outline, Path } from "../outline.ts";
import type { Rule, RuleFinding } from "../rule.ts";
import { scalarsIn } from "../scalar-place.ts";

export const unknownVariable: Rule = {
  code: "unknown-variable",
  severity: "warning",
  explanation:
    "Chaos Toolkit fills `${name}` in from the configuration and the secrets, and leaves what neither has as it stands: the command is then `kubectl -n ${namespace}`, and a shell makes nothing of it. In what a shell reads, names in capitals and those that it assigns itself are left to it.",
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
    for (const { activity, path } of writtenPlacesOf(experiment)) {
      const isOwn = hasShell(activity) ? belongsToShell : () => false;
      for (const key of ["provider", "tolerance", "pauses"])
        yield* findUnknown(activity[key], [...path, key], known, isOwn);
    }
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
  isOwn: (name: string, text: string) => boolean,
): Generator<RuleFinding> {
  const places = scalarsIn(
    value,
    path,
    (scalar) => typeof scalar === "string" && scalar.includes("${"),
  );
  for (const place of places)
    for (const name of namesIn(String(place.scalar)))
      if (!known.has(name) && !isOwn(name, String(place.scalar)))
        yield describe(name, place.path, known);
}

/** Whether a shell fills in what Chaos Toolkit leaves. */
function hasShell({ provider }: ActivityOutline): boolean {
  if (provider?.type !== "process") return false;
  if (typeof provider["arguments"] === "string") return true;
  return /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(provider.path ?? "");
}

/** A variable of the environment, by its capitals, or one that the command itself sets. */
function belongsToShell(name: string, text: string): boolean {
  return (
    /^[A-Z][A-Z0-9_]*$/.test(name) ||
    new RegExp(String.raw`\b${name}=|\b(?:for|read)\s+${name}\b`).test(text)
  );
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
