import { parseExperiment } from "../../../core/experiment/parse.ts";
import { guidanceFor, type Guidance } from "../../../core/incident/guidance.ts";
import type { RunRecord } from "../../store/records.ts";
import type { LookContext } from "../context.ts";
import { readExperiment } from "../../../facts/observe-experiment.ts";
import { observePolicy } from "../../../facts/observe-policy.ts";

/**
 * What to do about a failed run, by the policy that is in force and by the experiment as it stood at the run's commit.
 * A policy that can't be used keeps no failure from being filed.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function observeGuidance(
  run: RunRecord,
  { github, memory }: LookContext,
): Promise<Guidance> {
  const { commit } = await github.head();
  const observed = await observePolicy(github, commit, memory);
  if (observed.state !== "valid") {
    return guidanceFor(run, undefined, undefined);
  }
  const { policy } = observed;
  const file = await readExperiment(
    github,
    run.commit,
    policy,
    run.experiment,
    memory,
  );
  const outline = file.ok
    ? parseExperiment(file.text, { file: file.path }).outline
    : undefined;
  return guidanceFor(run, policy, outline);
}
