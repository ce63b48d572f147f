import { createdWithin } from "../actions/created-filter.ts";
import {
  artifactJson,
  isExpired,
  runJson,
  workflowJson,
} from "../actions/run-json.ts";
import { type Answer, type Call, json, page, refusal } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";
import type { Artifact, Run } from "../run.ts";
import type { Handlers } from "./handler.ts";

const missing = refusal(404, "Not Found");

/** @param storage makes the address where an artifact's zip can be fetched for a minute */
export function actions(storage: (artifact: Artifact) => string): Handlers {
  return {
    async "actions/list-repo-workflows"(call, interior) {
      const all = await interior.workflows.list();
      const { items, headers } = page(call, interior.url, all);
      return json(
        200,
        {
          total_count: all.length,
          workflows: items.map((workflow) => workflowJson(workflow, interior)),
        },
        headers,
      );
    },

    async "actions/get-workflow"({ parameters }, interior) {
      const found = await interior.workflows.find(
        parameters["workflow_id"] ?? "",
      );
      return found ? json(200, workflowJson(found, interior)) : missing;
    },

    async "actions/list-workflow-runs"(call, interior) {
      const found = await interior.workflows.find(
        call.parameters["workflow_id"] ?? "",
      );
      if (!found) return missing;
      const runs = interior.runs.all.filter(
        ({ workflow }) => workflow.id === found.id,
      );
      return listRuns(call, interior, runs);
    },

    "actions/list-workflow-runs-for-repo": (call, interior) =>
      listRuns(call, interior, interior.runs.all),

    "actions/get-workflow-run"(call, interior) {
      const run = runOf(call, interior);
      return run ? json(200, runJson(run, interior)) : missing;
    },

    "actions/cancel-workflow-run"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return missing;
      return interior.runs.cancel(run)
        ? json(202, {})
        : refusal(409, "Cannot cancel a workflow run that is completed.");
    },

    "actions/list-workflow-run-artifacts"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return missing;
      const name = call.query.get("name");
      const found = run.artifacts.filter(
        (artifact) => name === null || artifact.name === name,
      );
      const { items, headers } = page(call, interior.url, found);
      return json(
        200,
        {
          total_count: found.length,
          artifacts: items.map((artifact) =>
            artifactJson(artifact, run, interior),
          ),
        },
        headers,
      );
    },

    "actions/get-artifact"({ parameters }, interior) {
      const found = interior.runs.artifact(Number(parameters["artifact_id"]));
      return found
        ? json(200, artifactJson(found.artifact, found.run, interior))
        : missing;
    },

    "actions/download-artifact"({ parameters }, interior) {
      const found = interior.runs.artifact(Number(parameters["artifact_id"]));
      if (!found || parameters["archive_format"] !== "zip") return missing;
      if (isExpired(found.artifact))
        return refusal(410, "Artifact has expired");
      const location = storage(found.artifact);
      return { status: 302, headers: { location } };
    },
  };
}

function runOf({ parameters }: Call, { runs }: Interior): Run | undefined {
  return runs.find(Number(parameters["run_id"]));
}

/** Newest first, as GitHub lists them. */
function listRuns(
  call: Call,
  interior: Interior,
  runs: readonly Run[],
): Answer {
  const wanted = (name: string, ...values: (string | null)[]) => {
    const value = call.query.get(name);
    return value === null || values.includes(value);
  };
  const found = runs
    .filter(
      (run) =>
        wanted("branch", run.branch) &&
        wanted("event", "workflow_dispatch") &&
        wanted("actor", run.actor) &&
        wanted("head_sha", run.commit.sha) &&
        wanted("status", run.status, run.conclusion) &&
        createdWithin(call.query.get("created"), run.createdAt),
    )
    .toReversed();
  const { items, headers } = page(call, interior.url, found);
  return json(
    200,
    {
      total_count: found.length,
      workflow_runs: items.map((run) => runJson(run, interior)),
    },
    headers,
  );
}
