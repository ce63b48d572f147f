import { createReadStream, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { CliIo } from "./io.ts";

/** A file that somebody named on the command line, or a sentence that says why it can't be read. */
export type InputFile =
  | { ok: true; bytes: Uint8Array; text: string }
  | { ok: false; problem: string };

/**
 * Reads no more than has to be read to know that a file is too large, so that a pipe or a device is safe as well.
 *
 * @param limit bytes; what is larger is not used
 */
export async function readInputFile(
  path: string,
  limit: number,
  io: Pick<CliIo, "cwd">,
): Promise<InputFile> {
  try {
    const bytes = await readBeginning(resolve(io.cwd, path), limit + 1);
    if (bytes.length > limit)
      return {
        ok: false,
        problem: `the file is larger than ${String(Math.floor(limit / 1024))} KiB and was not read`,
      };
    // A byte order mark stays in the text: whoever reads it says whether it may be there.
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    return { ok: true, bytes, text };
  } catch (error) {
    return { ok: false, problem: describeFailure(error) };
  }
}

/** At most so many bytes. A plain file is read in one step: in parts it takes twice the memory and ten times as long. */
async function readBeginning(path: string, most: number): Promise<Uint8Array> {
  const about = statSync(path);
  if (about.isFile() && about.size > 0 && about.size < most)
    return readFileSync(path);
  // `end` is the last byte that is read.
  return buffer(createReadStream(path, { end: most - 1 }));
}

const FAILURES: Record<string, string> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder, not a file",
  ENOTDIR: "there is no such file",
  EACCES: "you may not read this file",
  EPERM: "you may not read this file",
};

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return "the file can't be read";
  const code = "code" in error ? String(error.code) : "";
  return FAILURES[code] ?? `the file can't be read: ${error.message}`;
}
