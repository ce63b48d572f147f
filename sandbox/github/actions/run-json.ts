import { createHash } from "node:crypto";
import { basename } from "node:path";
import { cardOf, nodeId } from "../front/account.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import { headCommit } from "../front/head-commit.ts";
import { githubTime } from "../front/times.ts";
import type { Artifact, Run } from "../run.ts";
import type { Workflow } from "./workflows.ts";

type Shown = Pick<
  Interior,
  "url" | "fullName" | "accounts" | "cards" | "options"
>;

/** Schema `workflow-run`. */
export function runJson(run: Run, shown: Shown): JsonObject {
  const { url, fullName, cards } = shown;
  const repository = `${url}/repos/${fullName}`;
  const api = `${repository}/actions/runs/${run.id}`;
  const suite = `${repository}/check-suites/${run.id}`;
  const actor = cardOf(run.actor, shown);
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId("WorkflowRun", run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId("CheckSuite", run.id),
    head_branch: run.branch,
    head_sha: run.commit.sha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    run_attempt: run.attempt,
    event: "workflow_dispatch",
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    url: api,
    html_url: `${url}/${fullName}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: githubTime(run.createdAt),
    updated_at: githubTime(run.updatedAt),
    run_started_at: githubTime(run.startedAt),
    actor,
    triggering_actor: actor,
    referenced_workflows: [],
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: suite,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${repository}/actions/workflows/${run.workflow.id}`,
    head_commit: headCommit(run.commit),
    repository: cards.repository,
    head_repository: cards.repository,
  };
}

/** Schema `artifact`. */
export function artifactJson(
  artifact: Artifact,
  run: Run,
  { url, fullName, cards }: Shown,
): JsonObject {
  const api = `${url}/repos/${fullName}/actions/artifacts/${artifact.id}`;
  const created = githubTime(artifact.createdAt);
  const digest = createHash("sha256").update(artifact.zip).digest("hex");
  return {
    id: artifact.id,
    node_id: nodeId("Artifact", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url: api,
    archive_download_url: `${api}/zip`,
    expired: isExpired(artifact),
    digest: `sha256:${digest}`,
    created_at: created,
    updated_at: created,
    expires_at: githubTime(artifact.expiresAt),
    workflow_run: {
      id: run.id,
      repository_id: cards.repository["id"],
      head_repository_id: cards.repository["id"],
      head_branch: run.branch,
      head_sha: run.commit.sha,
    },
  };
}

export function isExpired({ expiresAt }: Artifact): boolean {
  return expiresAt.getTime() <= Date.now();
}

/** Schema `workflow`. */
export function workflowJson(
  { id, path, file }: Workflow,
  { url, fullName, cards, options }: Shown,
): JsonObject {
  const { defaultBranch } = options.repository;
  const name = file?.name ?? path;
  return {
    id,
    node_id: nodeId("Workflow", id),
    name,
    path,
    state: "active",
    created_at: cards.repository["created_at"],
    updated_at: cards.repository["created_at"],
    url: `${url}/repos/${fullName}/actions/workflows/${id}`,
    html_url: `${url}/${fullName}/blob/${defaultBranch}/${path}`,
    badge_url: `${url}/${fullName}/workflows/${encodeURIComponent(basename(path))}/badge.svg`,
  };
}
