import { setTimeout } from "node:timers/promises";
import { info } from "@actions/core";
import { getOctokit } from "@actions/github";
import { createGitHubRepository } from "../../providers/github/github-repository.ts";
import { type GateOutcome, passGate as pass } from "./gate.ts";
import type { GateInputs } from "./inputs.ts";
import { readRunner } from "./runner.ts";
import { safeguardOf } from "./safeguard.ts";

export { misused } from "./gate.ts";

/** Passes the gate as this job of GitHub's runner. */
export async function passGate(inputs: GateInputs): Promise<GateOutcome> {
  const runner = readRunner(process.env);
  const { owner, name } = runner;
  // Nothing here is told apart by the App that wrote it, so no App's id is needed.
  const github = createGitHubRepository(getOctokit(inputs.token), {
    owner,
    name,
    appId: 0,
    organisationRequired: inputs.organisationRequired,
  });
  const outcome = await pass(github, inputs, runner, {
    now: () => new Date(),
    pause: (milliseconds) => setTimeout(milliseconds),
    say: info,
  });
  const safeguard = safeguardOf(inputs, runner);
  return outcome.decision === "allow" && safeguard
    ? { ...outcome, safeguard }
    : outcome;
}
