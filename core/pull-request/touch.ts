import { isExperimentPath } from "../experiment/location.ts";
import { POLICY_PATH } from "../policy/path.ts";
import type { BasePolicy, FileChange, FileKind, TouchedFile } from "./facts.ts";
import { placesOf } from "./yardstick.ts";

/**
 * The files of a pull request that bear on experiments, by the policy of its base branch: experiments, the policy
 * itself, and the workflows that run them. A file that moved to where it does not count any more is removed.
 *
 * @param named workflows that are to run experiments after a merge
 */
export function touchedFiles(
  changes: readonly FileChange[],
  base: BasePolicy,
  named: ReadonlySet<string> = new Set(),
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
  named: ReadonlySet<string>,
): (path: string) => FileKind | undefined {
  const { paths, workflows } = placesOf(base);
  const isExperiment = isExperimentPath(paths);
  return (path) => {
    if (path === POLICY_PATH) return "policy";
    if (workflows.has(path) || named.has(path)) return "workflow";
    return isExperiment(path) ? "experiment" : undefined;
  };
}
