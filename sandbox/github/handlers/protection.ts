import * as z from "zod";
import { cardOf, nodeId } from "../front/account.ts";
import { type Call, json, refusal } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import { githubTime } from "../front/times.ts";
import { type Gate, MOST_REPORTS, type Protection } from "../protection.ts";
import type { Run } from "../run.ts";
import { deploymentJson } from "./deployments.ts";
import type { Handlers } from "./handler.ts";

const MOST_CHARACTERS = 1_024;

const reviewed = z.object({
  environment_name: z.string(),
  state: z.enum(["approved", "rejected"]).optional(),
  comment: z.string().default(""),
});

export function protectionRules(protection: Protection): Handlers {
  return {
    "actions/review-custom-gates-for-run"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return refusal(404, "Not Found");
      // Apps alone are custom rules: a person reviews on the run's page.
      if (call.identity.kind !== "installation")
        return refusal(403, "Resource not accessible by personal access token");
      const asked = reviewed.safeParse(call.input);
      if (!asked.success) return refusal(422, "Validation Failed");
      const { environment_name: name, state, comment } = asked.data;
      if (comment.length > MOST_CHARACTERS)
        return refusal(422, "comment is too long (maximum is 1024 characters)");
      const gate = protection
        .pending(run)
        .find(({ environment }) => environment === name);
      if (!gate)
        return refusal(422, "No pending custom deployment protection rule");
      if (state) protection.review(run, gate, state, comment);
      else if (gate.reports >= MOST_REPORTS)
        return refusal(422, "Too many status reports");
      else {
        gate.reports += 1;
        gate.said.push(comment);
      }
      return { status: 204, headers: {} };
    },

    "actions/get-pending-deployments-for-run"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return refusal(404, "Not Found");
      const found = protection.pending(run).map(({ environment }) => ({
        environment: environmentJson(environment, interior),
        wait_timer: 0,
        wait_timer_started_at: null,
        current_user_can_approve: false,
        reviewers: [],
      }));
      return json(200, found);
    },

    "actions/get-reviews-for-run"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return refusal(404, "Not Found");
      const found = protection
        .bypasses(run)
        .map(({ by, comment, environments }) => ({
          state: "approved",
          comment,
          user: cardOf(by, interior),
          environments: environments.map((name) =>
            environmentJson(name, interior),
          ),
        }));
      return json(200, found);
    },

    "repos/get-all-deployment-protection-rules"(call, interior) {
      const { environment_name: name = "" } = call.parameters;
      const { id, slug } = interior.options.app;
      const rules = protection.covered([name]).map(() => ({
        id: 1,
        node_id: nodeId("DeploymentProtectionRule", 1),
        enabled: true,
        app: {
          id,
          slug,
          integration_url: `${interior.url}/apps/${slug}`,
          node_id: nodeId("App", id),
        },
      }));
      return json(200, {
        total_count: rules.length,
        custom_deployment_protection_rules: rules,
      });
    },

    "actions/re-run-workflow"(call, interior) {
      const run = runOf(call, interior);
      if (!run) return refusal(404, "Not Found");
      if (run.status !== "completed")
        return refusal(403, "This workflow is already running");
      const environments = protection
        .gates(run)
        .map(({ environment }) => environment);
      interior.runs.rerun(run, environments.length > 0);
      askTheApp(run, environments, protection, interior);
      return json(201, {});
    },
  };
}

/** Lets a run wait for its protected environments, and asks the App about each. */
export function askTheApp(
  run: Run,
  environments: readonly string[],
  protection: Protection,
  interior: Interior,
): void {
  for (const gate of protection.ask(run, environments))
    tell(run, gate, interior);
}

function tell(
  run: Run,
  { environment, deployment }: Gate,
  interior: Interior,
): void {
  const { url, fullName, webhooks, options, cards } = interior;
  if (!options.app.events.includes("deployment_protection_rule")) return;
  webhooks.send("deployment_protection_rule", {
    action: "requested",
    environment,
    event: "workflow_dispatch",
    sha: run.commit.sha,
    ref: run.ref,
    deployment_callback_url: `${url}/repos/${fullName}/actions/runs/${run.id}/deployment_protection_rule`,
    deployment: deploymentJson(deployment, interior),
    pull_requests: [],
    repository: cards.repository,
    organization: cards.organisation,
    installation: cards.installation,
    sender: cardOf(run.actor, interior),
  });
}

function environmentJson(name: string, interior: Interior): JsonObject {
  const { url, fullName, options } = interior;
  const id = 1_000 + Buffer.from(name).reduce((sum, byte) => sum + byte, 0);
  const since = githubTime(new Date(0));
  return {
    id,
    node_id: nodeId("Environment", id),
    name,
    url: `${url}/repos/${fullName}/environments/${name}`,
    html_url: `${url}/${options.organisation}/${options.repository.name}/deployments/activity_log?environments_filter=${name}`,
    created_at: since,
    updated_at: since,
  };
}

function runOf({ parameters }: Call, { runs }: Interior): Run | undefined {
  return runs.find(Number(parameters["run_id"]));
}
