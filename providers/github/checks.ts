import * as z from "zod";
import type { CheckOutput } from "../../core/pull-request/check-output.ts";
import { create, list } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { CheckChange, CheckRun, GitHubRepository } from "./repository.ts";
import { anything, throughApp } from "./shape.ts";

const checkRun = z.object({
  id: z.number(),
  external_id: z.string().nullish(),
  status: z.string(),
  conclusion: z.string().nullish(),
  output: z.object({ annotations_count: z.number() }),
  app: throughApp,
});

const checkRuns = z
  .object({ check_runs: z.array(checkRun) })
  .transform(({ check_runs: found }) => found);

export function checks(
  place: Place,
): Pick<GitHubRepository, "checkRuns" | "createCheckRun" | "updateCheckRun"> {
  const { octokit } = place;
  return {
    async checkRuns(commit, name) {
      const found = await list(octokit, {
        doing: `list the checks of commit ${commit}`,
        route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
        // The latest alone may be another pull request's that has the same head.
        parameters: {
          ...at(place),
          ref: commit,
          check_name: name,
          filter: "all",
        },
        answer: checkRuns,
      });
      return found
        .filter(({ app }) => app === place.appId)
        .map(toCheckRun)
        .toSorted((one, other) => other.id - one.id);
    },

    async createCheckRun({ name, commit, externalId, ...change }) {
      const created = await create(octokit, {
        doing: `write the check ${name}`,
        route: "POST /repos/{owner}/{repo}/check-runs",
        parameters: {
          ...at(place),
          name,
          head_sha: commit,
          external_id: externalId,
          ...fields(change),
        },
        answer: checkRun,
      });
      return toCheckRun(created);
    },

    // Sent twice, it would show its annotations twice.
    async updateCheckRun(id, change) {
      await create(octokit, {
        doing: `change check run ${id}`,
        route: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
        parameters: { ...at(place), check_run_id: id, ...fields(change) },
        answer: anything,
      });
    },
  };
}

function fields({ conclusion, output }: CheckChange): Record<string, unknown> {
  return {
    status: conclusion === undefined ? "in_progress" : "completed",
    ...(conclusion !== undefined && { conclusion }),
    output: outputFields(output),
  };
}

function outputFields({ title, summary, annotations }: CheckOutput) {
  return {
    title,
    summary,
    annotations: annotations.map((annotation) => ({
      path: annotation.path,
      start_line: annotation.line,
      end_line: annotation.line,
      start_column: annotation.column,
      end_column: annotation.column,
      annotation_level: annotation.level,
      title: annotation.title,
      message: annotation.message,
    })),
  };
}

function toCheckRun(answer: z.infer<typeof checkRun>): CheckRun {
  return {
    id: answer.id,
    externalId: answer.external_id ?? "",
    completed: answer.status === "completed",
    cancelled: answer.conclusion === "cancelled",
    annotations: answer.output.annotations_count,
  };
}
