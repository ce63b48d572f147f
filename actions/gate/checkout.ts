import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { findExperiment } from "../../core/experiment/location.ts";
import { parseExperiment } from "../../core/experiment/parse.ts";
import { checksOf } from "../../core/policy/checks.ts";
import type { Policy } from "../../core/policy/schema.ts";
import type { ExperimentInCheckout } from "./judge.ts";

const MOST_BYTES = 1024 * 1024;

/**
 * The experiment as it lies in the checkout, which is what would be run: its digest, and what is wrong with it.
 */
export async function experimentInCheckout(
  workspace: string,
  policy: Policy,
  name: string,
): Promise<ExperimentInCheckout> {
  const { paths } = policy.experiments;
  const read = await readFromCheckout(workspace, paths, name);
  if (read.state === "unusable") return read;
  const { path, text, digest } = read;
  const { diagnostics } = parseExperiment(text, {
    file: path,
    checks: checksOf(policy),
  });
  return { state: "found", path, digest, diagnostics };
}

/**
 * The experiment's file as it lies in the checkout. Links are not followed, so nothing outside of the checkout is read.
 *
 * @param globs where experiments are, as the policy's `experiments.paths` has them
 */
export async function readFromCheckout(
  workspace: string,
  globs: readonly string[],
  name: string,
): Promise<
  | { state: "read"; path: string; text: string; digest: string }
  | { state: "unusable"; reason: string }
> {
  const found = findExperiment(await filesIn(workspace), globs, name);
  if (!found.ok) return { state: "unusable", reason: found.reason };
  const { path } = found;
  const file = join(workspace, path);
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    return {
      state: "unusable",
      reason: `${path} has ${size} bytes; at most ${MOST_BYTES} are read.`,
    };
  }
  const bytes = new Uint8Array(await readFile(file));
  // What is no text is a finding of the parser, with its place.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return { state: "read", path, text, digest: experimentDigest(bytes) };
}

/** All regular files, from the workspace's root, with slashes. */
async function filesIn(workspace: string): Promise<string[]> {
  const entries = await readdir(workspace, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(workspace, join(parentPath, name)))
    .map((path) => path.replaceAll(sep, "/"));
}
