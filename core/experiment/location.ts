import picomatch from "picomatch";
import { quote, quoteAll } from "../text/quote.ts";
import { suggest } from "../text/suggest.ts";

export type ExperimentLocation =
  | { ok: true; path: string }
  /** A sentence for the person who asked. */
  | { ok: false; reason: string };

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
/** Matching a path takes time by a power of its length. */
const LONGEST_PATH = 300;
const ENDING = /\.(json|yaml|yml)$/;

/**
 * Finds the file of an experiment by its name, which is its file's name without ending. Only files that the policy's
 * globs cover count, and a name never leads anywhere else.
 *
 * @param paths all files of the repository, from its root
 * @param globs as the policy's `experiments.paths` has them
 */
export function findExperiment(
  paths: readonly string[],
  globs: readonly string[],
  name: string,
): ExperimentLocation {
  if (!NAME.test(name))
    return {
      ok: false,
      reason: `${quote(name)} is no name of an experiment: use its file's name without folder and ending, as in \`database-pod-failure\`.`,
    };
  const covered = listExperiments(paths, globs);
  const [path, ...others] = covered.filter(
    (file) => experimentName(file) === name,
  );
  if (path === undefined)
    return { ok: false, reason: describeNone(name, covered, globs) };
  if (others.length === 0) return { ok: true, path };
  return {
    ok: false,
    reason: `${quote(name)} names several files: ${quoteAll([path, ...others], "and")}. Rename all but one of them.`,
  };
}

/** The files that are experiments, by the policy's globs and their ending. */
function listExperiments(
  paths: readonly string[],
  globs: readonly string[],
): string[] {
  const isExperiment = isExperimentPath(globs);
  return paths.filter((path) => isExperiment(path));
}

/** Tells of a path whether it is an experiment's, by the policy's globs and its ending. */
export function isExperimentPath(
  globs: readonly string[],
): (path: string) => boolean {
  const isCovered = picomatch([...globs], { nonegate: true, noextglob: true });
  return (path) =>
    path.length <= LONGEST_PATH && ENDING.test(path) && isCovered(path);
}

/** An experiment's name: its file's name without ending. */
export function experimentName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(ENDING, "");
}

function describeNone(
  name: string,
  covered: readonly string[],
  globs: readonly string[],
): string {
  const meant = suggest(name, covered.map(experimentName));
  const where = `There is no experiment ${quote(name)} under ${quoteAll(globs)}.`;
  return meant === undefined ? where : `${where} Did you mean ${quote(meant)}?`;
}
