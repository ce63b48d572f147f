import { glob, readdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { isExperimentPath } from "../../core/experiment/location.ts";

/** Where no policy says which files are experiments. */
const ANY_EXPERIMENT = ["**/*.json", "**/*.yaml", "**/*.yml"];

/**
 * The files that were meant: a file is itself; a folder, what the policy takes for experiments in it; a glob, what it
 * matches. Where nothing is meant the word itself is left, so that it is told as a file that is not there.
 *
 * @param globs the policy's `experiments.paths`, from `cwd`
 */
export async function expandPaths(
  words: readonly string[],
  cwd: string,
  globs: readonly string[] = ANY_EXPERIMENT,
): Promise<string[]> {
  const found = await Promise.all(
    words.map(async (word) => {
      const files = await filesMeantBy(word, cwd, globs);
      return files.length === 0 ? [word] : files.toSorted();
    }),
  );
  return [...new Set(found.flat())];
}

async function filesMeantBy(
  word: string,
  cwd: string,
  globs: readonly string[],
): Promise<string[]> {
  const kind = await kindOf(resolve(cwd, word));
  if (kind === "file") return [word];
  if (kind === "folder") return experimentsIn(word, cwd, globs);
  const matched: string[] = [];
  if (/[*?[{]/.test(word))
    for await (const path of glob(word, { cwd })) matched.push(path);
  return matched;
}

async function experimentsIn(
  folder: string,
  cwd: string,
  globs: readonly string[],
): Promise<string[]> {
  const isExperiment = isExperimentPath(globs);
  const entries = await readdir(resolve(cwd, folder), {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(relative(cwd, entry.parentPath), entry.name))
    .filter((path) => isExperiment(path));
}

async function kindOf(path: string): Promise<"file" | "folder" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    // Whoever reads it says why it can't be read.
    return "nothing";
  }
}
