import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { CliIo } from "./io.ts";

/** A file that somebody named on the command line, or a sentence that says why it can't be read. */
export type InputFile =
  | { ok: true; bytes: Uint8Array; text: string }
  | { ok: false; problem: string };

/** @param limit bytes; what is larger is not read */
export async function readInputFile(
  path: string,
  limit: number,
  io: Pick<CliIo, "cwd">,
): Promise<InputFile> {
  try {
    const file = resolve(io.cwd, path);
    const found = await stat(file);
    if (found.isDirectory())
      return { ok: false, problem: "this is a folder, not a file" };
    // A pipe has no size and may never end.
    if (!found.isFile())
      return { ok: false, problem: "this is no ordinary file" };
    if (found.size > limit)
      return {
        ok: false,
        problem: `the file is larger than ${String(Math.floor(limit / 1024))} KiB and was not read`,
      };
    const bytes = await readFile(file);
    return { ok: true, bytes, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    return { ok: false, problem: describeFailure(error) };
  }
}

const FAILURES: Record<string, string> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "you may not read this file",
  EPERM: "you may not read this file",
};

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return "the file can't be read";
  const code = "code" in error ? String(error.code) : "";
  return FAILURES[code] ?? `the file can't be read: ${error.message}`;
}
