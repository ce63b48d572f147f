import { getOctokit } from "@actions/github";
import { readServiceSettings } from "../../../facts/service-settings.ts";
import { createServices } from "../../../facts/services.ts";
import { createGitHubRepository } from "../../../providers/github/github-repository.ts";
import { SURROUNDINGS } from "../../../providers/service/surroundings.ts";
import { type GateOutcome, misused } from "../gate.ts";
import type { GateInputs } from "../inputs.ts";
import { readRunner } from "../runner.ts";
import { passAlone as pass } from "./alone.ts";

/** Passes the gate as this job of GitHub's runner, without an app. */
export async function passAlone(inputs: GateInputs): Promise<GateOutcome> {
  const services = readServiceSettings(process.env);
  if (!services.ok)
    return misused(
      `The environment variables of the gate's step are not right: ${services.problem}.`,
    );
  const runner = readRunner(process.env);
  const { owner, name } = runner;
  // What the gate step wrote is told apart by its author: no App's id is needed.
  const github = createGitHubRepository(getOctokit(inputs.token), {
    owner,
    name,
    appId: 0,
    organisationRequired: inputs.organisationRequired,
  });
  return pass(inputs, runner, {
    github,
    services: createServices(services.settings, SURROUNDINGS),
    clock: () => new Date(),
    author: inputs.author,
  });
}
