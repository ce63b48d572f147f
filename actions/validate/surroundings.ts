import { readFile } from "node:fs/promises";
import * as z from "zod";
import { changedBetween } from "../../providers/github/comparison.ts";
import { files } from "../../providers/github/files.ts";
import type { Octokit } from "../../providers/github/octokit.ts";
import { organisation } from "../../providers/github/organisation.ts";
import { pullRequests } from "../../providers/github/pull-requests.ts";
import type { GitHubSide, Surroundings } from "./observe.ts";
import { readOccasion } from "./occasion.ts";

/** What GitHub's runner says of the job; see GitHub's reference, "Default environment variables". */
const environment = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_WORKSPACE: z.string().min(1),
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
});

/**
 * @param octokit absent where GitHub is not to be asked
 * @throws ZodError outside of a GitHub runner
 */
export async function readSurroundings(
  env: NodeJS.ProcessEnv,
  octokit: Octokit | undefined,
): Promise<Surroundings> {
  const job = environment.parse(env);
  const payload: unknown = JSON.parse(
    await readFile(job.GITHUB_EVENT_PATH, "utf8"),
  );
  return {
    workspace: job.GITHUB_WORKSPACE,
    occasion: readOccasion(job.GITHUB_EVENT_NAME, payload),
    ...(octokit && { github: gitHubSide(octokit, job.GITHUB_REPOSITORY) }),
  };
}

function gitHubSide(octokit: Octokit, repository: string): GitHubSide {
  const [owner = "", name = ""] = repository.split("/");
  // Nothing here is told apart by the App that wrote it, so no App's id is needed.
  const place = { octokit, owner, name, appId: 0 };
  return {
    owner,
    name,
    ...organisation(place),
    branchHead: files(place).branchHead,
    readFile: files(place).readFile,
    pullRequestFiles: pullRequests(place).pullRequestFiles,
    changedBetween: (from, to) => changedBetween(place, from, to),
  };
}
