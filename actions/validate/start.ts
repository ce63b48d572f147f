import { getOctokit } from "@actions/github";
import type { ValidateInputs } from "./inputs.ts";
import { readSurroundings } from "./surroundings.ts";
import { validateCheckout, type ValidateOutcome } from "./validate.ts";

/** Checks the checkout of this job of GitHub's runner. */
export async function validate(
  inputs: ValidateInputs,
): Promise<ValidateOutcome> {
  const { token } = inputs;
  const octokit = token === undefined ? undefined : getOctokit(token);
  return validateCheckout(inputs, await readSurroundings(process.env, octokit));
}
