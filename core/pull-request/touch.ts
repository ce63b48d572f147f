import { isExperimentPath } from "../experiment/location.ts";
import { POLICY_PATH } from "../policy/path.ts";
import type { BasePolicy, FileChange, FileKind, TouchedFile } from "./facts.ts";
import { namedFiles, type NamedFiles } from "./named-files.ts";
import { experimentPaths } from "./yardstick.ts";

/**
 * The files of a pull request that bear on experiments, by the policy of its base branch: experiments, the policy
 * itself, the workflows that run them, and the calendars that it goes by. A file that moved to where it does not count any more is removed.
 *
 * @param named files that the policy names after a merge
 */
export function touchedFiles(
  changes: readonly FileChange[],
  base: BasePolicy,
  named: NamedFiles = new Map(),
): TouchedFile[] {
  const kindOf = kinds(base, named);
  return changes.flatMap(({ path, before, change }): TouchedFile[] => {
    const kind = kindOf(path);
    const kindBefore = before === undefined ? undefined : kindOf(before);
    return [
      ...(kind ? [{ path, kind, change }] : []),
      ...(before !== undefined && kindBefore
        ? [{ path: before, kind: kindBefore, change: "removed" as const }]
        : []),
    ];
  });
}

function kinds(
  base: BasePolicy,
  named: NamedFiles,
): (path: string) => FileKind | undefined {
  const namedNow = namedFiles(base);
  const isExperiment = isExperimentPath(experimentPaths(base));
  return (path) => {
    if (path === POLICY_PATH) return "policy";
    const kind = namedNow.get(path) ?? named.get(path);
    return kind ?? (isExperiment(path) ? "experiment" : undefined);
  };
}
