import type { Contradiction } from "../contradiction.ts";
import { overrideContradictions } from "../gates/override-contradiction.ts";
import type { RequiredPart } from "./organisation.ts";

type Rule = RequiredPart["environments"][string];

/** Each thing in the required part of which a repository could still change the meaning. */
export function findFlaws(required: RequiredPart): Contradiction[] {
  const rotas = Object.entries(required.roles).flatMap(
    ([role, { on_call: rota }]) =>
      rota && "calendar" in rota
        ? [["roles", role, "on_call", "calendar"]]
        : [],
  );
  const rules = Object.entries(required.environments);
  return [
    ...rotas.map((place) => repositoryFile(["required", ...place])),
    ...rules.flatMap(([name, rule]) => flawsOf(required, name, rule)),
  ];
}

function flawsOf(
  required: RequiredPart,
  name: string,
  { gates, override }: Rule,
): Contradiction[] {
  const path = ["required", "environments", name];
  return [
    ...zoneless(required, gates, [...path, "gates"]),
    ...repositoryFiles(gates, [...path, "gates"]),
    ...(override
      ? overrideContradictions(override, [...path, "override"])
      : []),
  ];
}

function zoneless(
  { timezone }: RequiredPart,
  { windows }: Rule["gates"],
  path: Contradiction["path"],
): Contradiction[] {
  if (!windows || timezone !== undefined) return [];
  return [
    {
      code: "no-zone",
      message: "required windows need `required.timezone`",
      hint: "without it, a repository could shift them by naming another zone",
      path: [...path, "windows"],
    },
  ];
}

function repositoryFiles(
  { windows, error_budget: budget }: Rule["gates"],
  path: Contradiction["path"],
): Contradiction[] {
  const calendars = (windows?.freezes ?? []).flatMap((freeze, index) =>
    "calendar" in freeze ? [["windows", "freezes", index, "calendar"]] : [],
  );
  const descriptions = (budget?.slos ?? []).flatMap((slo, index) =>
    "openslo" in slo ? [["error_budget", "slos", index, "openslo"]] : [],
  );
  return [...calendars, ...descriptions].map((place) =>
    repositoryFile([...path, ...place]),
  );
}

/** Whoever may write to the repository could empty it. */
function repositoryFile(path: Contradiction["path"]): Contradiction {
  return {
    code: "repository-file",
    message:
      "this file would be read from each repository, which could change it",
    hint: "require what no repository holds, or move this to `defaults`",
    path,
  };
}
