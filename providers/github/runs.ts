import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { create, find, list } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type {
  DispatchResult,
  GitHubRepository,
  WorkflowRun,
} from "./repository.ts";
import { anything, login, time } from "./shape.ts";

const runAnswer = z.object({
  id: z.number(),
  run_attempt: z.number().default(1),
  html_url: z.string(),
  /** GitHub has many words for "not yet": queued, requested, waiting, pending, … */
  status: z
    .string()
    .nullable()
    .transform((status) =>
      status === "completed" || status === "in_progress" ? status : "queued",
    ),
  conclusion: z.string().nullable(),
  display_title: z.string(),
  path: z.string(),
  event: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
  actor: login,
  triggering_actor: z.object({ login: z.string() }).nullish(),
  created_at: time,
  run_started_at: time.optional(),
  updated_at: time,
});

const runsAnswer = z
  .object({ workflow_runs: z.array(runAnswer) })
  .transform(({ workflow_runs: found }) => found);

/** 204 has no body. */
const dispatchAnswer = z.union([
  z
    .object({ workflow_run_id: z.number(), html_url: z.string() })
    .transform((details): DispatchResult => ({
      runId: details.workflow_run_id,
      url: details.html_url,
    })),
  z.union([z.literal(""), z.undefined()]).transform((): DispatchResult => ({})),
]);

export function runs(
  place: Place,
): Pick<
  GitHubRepository,
  "dispatch" | "run" | "runs" | "waitingRuns" | "cancelRun"
> {
  const { octokit } = place;
  return {
    async dispatch(workflow, ref, inputs) {
      const start = (extra: Record<string, unknown>) =>
        create(octokit, {
          doing: `start ${workflow}`,
          route:
            "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
          parameters: {
            ...at(place),
            workflow_id: workflow,
            ref,
            inputs,
            ...extra,
          },
          answer: dispatchAnswer,
        });
      try {
        return await start({ return_run_details: true });
      } catch (error) {
        if (!refusesDetails(error)) throw error;
        return start({});
      }
    },

    async run(id) {
      const found = await find(octokit, {
        doing: `read workflow run ${id}`,
        route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}",
        parameters: { ...at(place), run_id: id },
        answer: runAnswer,
      });
      return found && toRun(found, place);
    },

    async runs(workflow, since) {
      const found = await list(octokit, {
        doing: `list the runs of ${workflow}`,
        route: "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
        parameters: {
          ...at(place),
          workflow_id: workflow,
          created: `>=${since.toISOString()}`,
        },
        answer: runsAnswer,
      });
      return found
        .map((answer) => toRun(answer, place))
        .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    },

    async waitingRuns() {
      const found = await list(octokit, {
        doing: "list the runs that wait for an environment",
        route: "GET /repos/{owner}/{repo}/actions/runs",
        parameters: { ...at(place), status: "waiting" },
        answer: runsAnswer,
      });
      return found.map((answer) => toRun(answer, place));
    },

    async cancelRun(id) {
      try {
        await create(octokit, {
          doing: `cancel workflow run ${id}`,
          route: "POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel",
          parameters: { ...at(place), run_id: id },
          answer: anything,
        });
      } catch (error) {
        // 409: the run is over already, which is all that was wanted.
        if (!(error instanceof ProviderError) || error.status !== 409) {
          throw error;
        }
      }
    },
  };
}

/** GitHub Enterprise Server 3.17 to 3.19 knows no `return_run_details` and refuses the whole request for it. */
function refusesDetails(error: unknown): boolean {
  return (
    error instanceof ProviderError &&
    (error.status === 400 || error.status === 422) &&
    error.message.includes("return_run_details")
  );
}

function toRun(answer: z.infer<typeof runAnswer>, place: Place): WorkflowRun {
  return {
    id: answer.id,
    attempt: answer.run_attempt,
    url: answer.html_url,
    status: answer.status,
    ...(answer.conclusion !== null && { conclusion: answer.conclusion }),
    title: answer.display_title,
    path: pathInside(answer.path, place),
    event: answer.event,
    branch: answer.head_branch ?? "",
    commit: answer.head_sha,
    triggeredBy: answer.triggering_actor?.login ?? answer.actor,
    createdAt: answer.created_at,
    startedAt: answer.run_started_at ?? answer.created_at,
    updatedAt: answer.updated_at,
  };
}

/**
 * GitHub writes the path of a run's workflow plainly, or as `owner/repo/path@ref`. A workflow of another repository
 * keeps its owner, so that it is never taken for one of this repository.
 */
function pathInside(path: string, { owner, name }: Place): string {
  const plain = path.replace(/@.*$/, "");
  const prefix = `${owner}/${name}/`;
  return plain.toLowerCase().startsWith(prefix.toLowerCase())
    ? plain.slice(prefix.length)
    : plain;
}
