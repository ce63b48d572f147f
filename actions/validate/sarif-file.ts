import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import type { CheckedFile } from "../../core/render/validation/checked-file.ts";
import { validationAsSarif } from "../../core/render/validation/sarif.ts";

/** What became of the SARIF file. */
export type SarifFile =
  | { state: "written"; path: string }
  | { state: "not-wanted" }
  /** A sentence. */
  | { state: "refused"; problem: string };

const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;

/**
 * Writes the findings into the workspace. A pull request can hold links: none of them is followed out of there, and
 * none is written through.
 *
 * @param wanted a path from the workspace, whose folder has to exist; undefined where no file is wanted
 */
export async function sarifFile(
  files: readonly CheckedFile[],
  wanted: string | undefined,
  workspace: string,
): Promise<SarifFile> {
  if (wanted === undefined) return { state: "not-wanted" };
  try {
    const folder = await realpath(dirname(resolve(workspace, wanted)));
    const way = relative(await realpath(workspace), folder);
    if (way.startsWith("..") || isAbsolute(way)) return refused(wanted);
    const path = resolve(folder, basename(wanted));
    const handle = await open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    try {
      await handle.writeFile(validationAsSarif(files));
      return { state: "written", path };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (["ENOENT", "ENOTDIR", "ELOOP", "EISDIR"].includes(String(code)))
      return refused(wanted);
    throw error;
  }
}

function refused(path: string): SarifFile {
  return {
    state: "refused",
    problem: `The input sarif is ${JSON.stringify(path.slice(0, 300))}; it has to be a file in the workspace, whose folder exists, and no link.`,
  };
}
