import { blastRadiusOf } from "../../core/experiment/blast-radius.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import { findExperiment } from "../../core/experiment/location.ts";
import {
  EXPERIMENT_BYTES,
  parseExperiment,
} from "../../core/experiment/parse.ts";
import { checksOf } from "../../core/policy/checks.ts";
import type { Policy } from "../../core/policy/schema.ts";
import { listCheckout, readCheckoutFile } from "../checkout-files.ts";
import type { ExperimentInCheckout } from "./judge.ts";

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
  const { diagnostics, outline } = parseExperiment(text, {
    file: path,
    checks: checksOf(policy),
  });
  return {
    state: "found",
    path,
    digest,
    diagnostics,
    ...(outline && { radius: blastRadiusOf(outline) }),
  };
}

/**
 * The experiment's file as it lies in the checkout.
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
  const found = findExperiment(await listCheckout(workspace), globs, name);
  if (!found.ok) return { state: "unusable", reason: found.reason };
  const { path } = found;
  const file = await readCheckoutFile(workspace, path, EXPERIMENT_BYTES);
  switch (file.state) {
    case "text": {
      const { text, bytes } = file;
      return { state: "read", path, text, digest: experimentDigest(bytes) };
    }
    case "too-large":
      return {
        state: "unusable",
        reason: `${path} has ${file.size} bytes; at most ${file.limit} are read.`,
      };
    case "missing":
    case "no-file":
      return {
        state: "unusable",
        reason: `${path} is no regular file any more: something in this job changed it.`,
      };
  }
}
