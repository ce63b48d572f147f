import * as z from "zod";
import { list, listBy } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { DeploymentStatus, GitHubRepository } from "./repository.ts";
import { time } from "./shape.ts";

const deploymentAnswer = z.object({
  id: z.number(),
  ref: z.string(),
  environment: z.string(),
  creator: z.object({ login: z.string() }).nullish(),
  created_at: time,
});

const statusAnswer = z.object({
  id: z.number(),
  state: z.string(),
  created_at: time,
  /** Where GitHub Actions deploys, the page of the job that does it. */
  log_url: z.string().nullish(),
  target_url: z.string().nullish(),
});

export function deployments(
  place: Place,
): Pick<GitHubRepository, "deployments" | "deploymentStatus"> {
  const { octokit } = place;
  return {
    async deployments(environment, since) {
      const found = await listBy(
        octokit,
        {
          doing: `list the deployments to ${environment}`,
          route: "GET /repos/{owner}/{repo}/deployments",
          parameters: { ...at(place), environment },
          answer: z.array(deploymentAnswer),
        },
        ({ id }) => id,
        // GitHub lists the newest first, and there may be thousands of them.
        ({ created_at: createdAt }) => createdAt < since,
      );
      return found
        .filter(({ created_at: createdAt }) => createdAt >= since)
        .map(({ id, ref, creator, created_at: createdAt, ...answer }) => ({
          id,
          ref,
          environment: answer.environment,
          createdAt,
          ...(creator && { by: creator.login }),
        }));
    },

    async deploymentStatus(id) {
      const found = await list(octokit, {
        doing: `read the status of deployment ${id}`,
        route: "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        parameters: { ...at(place), deployment_id: id },
        answer: z.array(statusAnswer),
      });
      const [latest] = found.toSorted(
        (one, other) =>
          other.created_at.getTime() - one.created_at.getTime() ||
          other.id - one.id,
      );
      return latest && toStatus(latest);
    },
  };
}

/** Whether nothing more happens after a status; GitHub has many words for "not yet", and new ones now and then. */
export function hasEnded(state: string): boolean {
  return ["success", "failure", "error", "inactive"].includes(state);
}

function toStatus({
  state,
  log_url: log,
  target_url: target,
}: z.infer<typeof statusAnswer>): DeploymentStatus {
  const url = [log, target].find((page) => page);
  const run = /\/actions\/runs\/(?<id>\d+)/.exec(url ?? "")?.groups?.["id"];
  return {
    ended: hasEnded(state),
    ...(url && { url }),
    ...(run !== undefined && { run: Number(run) }),
  };
}
