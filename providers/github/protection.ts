import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { ask, create, find, list, listBy } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository, ReviewOutcome } from "./repository.ts";
import { anything, login } from "./shape.ts";

const named = z.object({ name: z.string() });
const pendingAnswer = z.array(z.object({ environment: named }));
const reviewsAnswer = z.array(
  z.object({
    state: z.string(),
    user: login,
    comment: z.string(),
    environments: z.array(named),
  }),
);
const rulesAnswer = z.object({
  custom_deployment_protection_rules: z
    .array(
      z.object({ enabled: z.boolean(), app: z.object({ id: z.number() }) }),
    )
    .default([]),
});
const deploymentAnswer = z.object({ id: z.number() });
const statusAnswer = z.object({
  id: z.number(),
  state: z.string(),
  log_url: z.string().nullish(),
  target_url: z.string().nullish(),
});

/** The App as a custom deployment protection rule of environments. */
export function protection(
  place: Place,
): Pick<
  GitHubRepository,
  | "pendingEnvironments"
  | "isProtected"
  | "reviewDeployment"
  | "reportOnDeployment"
  | "runReviews"
  | "hasEntered"
> {
  const { octokit } = place;
  return {
    async pendingEnvironments(run) {
      const found = await ask(octokit, {
        doing: `read what workflow run ${run} waits for`,
        route:
          "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments",
        parameters: { ...at(place), run_id: run },
        answer: pendingAnswer,
      });
      return found.map(({ environment }) => environment.name);
    },

    async isProtected(environment) {
      const found = await find(octokit, {
        doing: `read the protection rules of ${environment}`,
        route:
          "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules",
        parameters: { ...at(place), environment_name: environment },
        answer: rulesAnswer,
      });
      const rules = found?.custom_deployment_protection_rules ?? [];
      return rules.some(
        ({ enabled, app }) => enabled && app.id === place.appId,
      );
    },

    reviewDeployment: (run, { environment, state, comment }) =>
      answerRule(place, run, { environment_name: environment, state, comment }),

    reportOnDeployment: (run, { environment, comment }) =>
      answerRule(place, run, { environment_name: environment, comment }),

    async runReviews(run) {
      const found = await ask(octokit, {
        doing: `read the reviews of workflow run ${run}`,
        route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals",
        parameters: { ...at(place), run_id: run },
        answer: reviewsAnswer,
      });
      return found.map(({ state, user: by, comment, environments }) => ({
        approved: state === "approved",
        by,
        comment,
        environments: environments.map(({ name }) => name),
      }));
    },

    async hasEntered({ id, commit }, environment) {
      const deployments = await listBy(
        octokit,
        {
          doing: `list the deployments to ${environment}`,
          route: "GET /repos/{owner}/{repo}/deployments",
          parameters: { ...at(place), environment, sha: commit },
          answer: z.array(deploymentAnswer),
        },
        (one) => one.id,
      );
      for (const deployment of deployments) {
        // oxlint-disable-next-line no-await-in-loop -- the newest comes first, and is nearly always the one
        const statuses = await list(octokit, {
          doing: `read the status of deployment ${deployment.id}`,
          route:
            "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
          parameters: { ...at(place), deployment_id: deployment.id },
          answer: z.array(statusAnswer),
        });
        const own = statuses.filter((status) =>
          [status.log_url, status.target_url].some((page) =>
            `${page ?? ""}/`.includes(`/actions/runs/${id}/`),
          ),
        );
        if (own.some(({ state }) => ENTERED.includes(state))) return true;
      }
      return false;
    },
  };
}

/** What GitHub says of a deployment whose job was let into the environment. */
const ENTERED = ["in_progress", "success"];

/** Says yes or no, or only how it stands. GitHub refuses what comes after a yes or no, or after ten reports. */
async function answerRule(
  place: Place,
  run: number,
  words: { environment_name: string; state?: string; comment: string },
): Promise<ReviewOutcome> {
  try {
    await create(place.octokit, {
      doing: `answer the protection rule of ${words.environment_name} for workflow run ${run}`,
      route:
        "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule",
      parameters: { ...at(place), run_id: run, ...words },
      answer: anything,
    });
    return "said";
  } catch (error) {
    const status = error instanceof ProviderError ? error.status : undefined;
    if (status === 404 || status === 410) return "gone";
    if (status === 422) return "too-late";
    throw error;
  }
}
