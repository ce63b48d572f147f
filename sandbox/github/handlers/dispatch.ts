import { acceptInputs } from "../actions/workflow-file.ts";
import type { Workflow } from "../actions/workflows.ts";
import type { Commit, RepositoryFiles } from "../emulate/repository-files.ts";
import { type Answer, type Call, json, refusal } from "../front/http.ts";
import { loginOf } from "../front/identities.ts";
import type { Interior } from "../front/interior.ts";
import { isJsonObject, type JsonObject } from "../front/json.ts";
import type { Run } from "../run.ts";
import type { Protection } from "../protection.ts";
import type { Handlers } from "./handler.ts";
import { askTheApp } from "./protection.ts";

/** From this version of the API on, the answer always has the run's details. */
const ALWAYS_DETAILS = "2026-03-10";
const MOST_INPUTS = 25;

/** A dispatch that was asked for, whether or not a run came of it. */
export interface DispatchRequest {
  by: string;
  workflow: string;
  ref: unknown;
  inputs: JsonObject;
  at: Date;
  /** The run that it started; undefined where it was refused. */
  runId: number | undefined;
}

/** @param protection holds runs back that name a protected environment */
export function dispatching(
  requests: DispatchRequest[],
  protection: Protection,
): Handlers {
  return {
    async "actions/create-workflow-dispatch"(call, interior) {
      const { parameters, identity, input } = call;
      const name = parameters["workflow_id"] ?? "";
      const given = isJsonObject(input["inputs"]) ? input["inputs"] : {};
      const request: DispatchRequest = {
        by: loginOf(identity, interior.options.app.slug),
        workflow: name,
        ref: input["ref"],
        inputs: given,
        at: new Date(),
        runId: undefined,
      };
      requests.push(request);
      const workflow = await interior.workflows.find(name);
      if (!workflow) return refusal(404, "Not Found");
      const started = await start(interior, workflow, request, protection);
      if ("problem" in started) return refusal(422, started.problem);
      request.runId = started.id;
      return details(call, interior, started);
    },
  };
}

async function start(
  interior: Interior,
  { id, path }: Workflow,
  { by, ref, inputs: given }: DispatchRequest,
  protection: Protection,
): Promise<Run | { problem: string }> {
  const { workflows, files, runs, fullName, options } = interior;
  const found =
    typeof ref === "string"
      ? await branchOrTag(files, ref)
      : { problem: "No ref was given" };
  if ("problem" in found) return found;
  const { branch, ref: fullRef, commit } = found;
  const file = await workflows
    .at(path, commit.sha)
    .catch((error: unknown) => ({ problem: String(error) }));
  if (file === undefined) return { problem: `${path} is not on ${branch}` };
  if ("problem" in file) return file;
  if (file.inputs === undefined)
    return {
      problem: "Workflow does not have 'workflow_dispatch' trigger",
    };
  if (Object.keys(given).length > MOST_INPUTS)
    return {
      problem: `you may only define up to ${MOST_INPUTS} \`inputs\` for a \`workflow_dispatch\` event`,
    };
  const accepted = acceptInputs(file.inputs, given);
  if (!accepted.ok) return accepted;
  const { inputs } = accepted;
  const environments = protection.covered(
    file.environments({ inputs, github: { ref_name: branch } }),
  );
  const run = runs.create(
    {
      workflow: { id, path, name: file.name },
      file,
      actor: by,
      branch,
      ref: fullRef,
      commit,
      inputs,
    },
    (run_id, run_number) =>
      file.title({
        inputs,
        github: {
          actor: by,
          triggering_actor: by,
          event_name: "workflow_dispatch",
          event: { inputs },
          ref: fullRef,
          ref_name: branch,
          repository: fullName,
          repository_owner: options.organisation,
          run_id: String(run_id),
          run_number: String(run_number),
          run_attempt: "1",
          sha: commit.sha,
          workflow: file.name,
        },
      }),
    environments.length > 0,
  );
  askTheApp(run, environments, protection, interior);
  return run;
}

/** A workflow runs on a branch or tag, never on a commit. */
async function branchOrTag(
  files: RepositoryFiles,
  ref: string,
): Promise<
  { branch: string; ref: string; commit: Commit } | { problem: string }
> {
  const branch = ref.replace(/^refs\/(heads|tags)\//, "");
  const commit = await files.commit(branch);
  if (commit === undefined || commit.sha.startsWith(branch))
    return { problem: `No ref found for: ${ref}` };
  const kind = (await files.isTag(branch)) ? "tags" : "heads";
  return { branch, ref: `refs/${kind}/${branch}`, commit };
}

function details(
  { input, headers }: Call,
  { url, fullName }: Interior,
  { id }: Run,
): Answer {
  const version = headers["x-github-api-version"] ?? "";
  if (input["return_run_details"] !== true && version < ALWAYS_DETAILS)
    return { status: 204, headers: {} };
  return json(200, {
    workflow_run_id: id,
    run_url: `${url}/repos/${fullName}/actions/runs/${id}`,
    html_url: `${url}/${fullName}/actions/runs/${id}`,
  });
}
