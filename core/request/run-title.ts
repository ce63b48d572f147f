import { isEnvironmentName, isExperimentName } from "./request.ts";

/** What a run of the chaos workflow says of itself in its title. */
export interface RunTitle {
  experiment: string;
  environment: string;
  /** The unguessable id of the dispatch that started it; absent where a person did. */
  correlation?: string;
}

const TITLE =
  /^Chaos: (?<experiment>\S+) in (?<environment>\S+)(?: \((?<correlation>[A-Za-z0-9-]{1,64})\))?$/;

/**
 * Reads the title that the workflow's `run-name` makes: `Chaos: <experiment> in <environment>`, and ` (<correlation>)`
 * after it where the app dispatched the run. Only to be trusted of a run of the policy's workflow on the default branch.
 *
 * @returns undefined where the title is another
 */
export function parseRunTitle(title: string): RunTitle | undefined {
  const groups = TITLE.exec(title)?.groups;
  const experiment = groups?.["experiment"] ?? "";
  const environment = groups?.["environment"] ?? "";
  const correlation = groups?.["correlation"];
  if (!isExperimentName(experiment) || !isEnvironmentName(environment)) {
    return undefined;
  }
  return {
    experiment,
    environment,
    ...(correlation === undefined ? {} : { correlation }),
  };
}
