import type { GitHubWorld } from "../../sandbox/github/world.ts";
import { experiment } from "../app/reconciler/world.ts";

/** The one that all histories ask for. */
export const EXPERIMENT = "shop";

const PATH = `experiments/${EXPERIMENT}.json`;

/** The repository's files of it. */
export function experimentFiles(title?: string): Record<string, string> {
  return { [PATH]: experiment(title) };
}

/** Somebody pushes a change of it: whatever was approved until now was approved for something else. */
export async function changeExperiment(
  github: GitHubWorld,
  title: string,
): Promise<void> {
  await github.as("sarah").push(experimentFiles(title), title);
}
