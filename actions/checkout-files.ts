import { constants } from "node:fs";
import { lstat, open, readdir, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/*
 * A checkout holds what anybody put into a pull request. Links in it are not followed, so that nothing outside of it
 * is read, nor one file under another's name.
 */

/** A file as it lies in the checkout. */
export type CheckoutFile =
  | { state: "text"; text: string; bytes: Uint8Array }
  | { state: "missing" }
  /** A link, or below one; a folder, a pipe, … */
  | { state: "no-file" }
  | { state: "too-large"; size: number; limit: number };

/** All regular files, from the checkout's root, with slashes; those of git itself are left out. */
export async function listCheckout(workspace: string): Promise<string[]> {
  const entries = await readdir(workspace, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(workspace, join(parentPath, name)))
    .map((path) => path.replaceAll(sep, "/"))
    .filter((path) => !path.startsWith(".git/"));
}

/**
 * What is no text comes as it can be shown, which a parser then refuses at its place.
 *
 * @param path from the checkout's root, with slashes
 * @param limit bytes; a larger file is not read
 */
export async function readCheckoutFile(
  workspace: string,
  path: string,
  limit: number,
): Promise<CheckoutFile> {
  const file = join(await realpath(workspace), path);
  const kind = await kindOf(file);
  if (kind !== "file") return { state: kind };
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    if (size > limit) return { state: "too-large", size, limit };
    const bytes = new Uint8Array(await handle.readFile());
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    return { state: "text", text, bytes };
  } finally {
    await handle.close();
  }
}

async function kindOf(file: string): Promise<"file" | "no-file" | "missing"> {
  try {
    const isFile = (await lstat(file)).isFile();
    // A folder on the way may be a link as well.
    return isFile && (await realpath(file)) === file ? "file" : "no-file";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return "missing";
    throw error;
  }
}
