import * as z from "zod";
import type { Deployments, LocalDeployment } from "../deployments.ts";
import { cardOf, nodeId } from "../front/account.ts";
import { json, page, refusal } from "../front/http.ts";
import { loginOf } from "../front/identities.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import { githubTime } from "../front/times.ts";
import type { Handlers } from "./handler.ts";

type LocalStatus = LocalDeployment["statuses"][number];

const created = z.object({
  ref: z.string(),
  environment: z.string().default("production"),
});
const newStatus = z.object({
  state: z.enum([
    "error",
    "failure",
    "inactive",
    "in_progress",
    "queued",
    "pending",
    "success",
  ]),
});

export function deployments(store: Deployments): Handlers {
  return {
    async "repos/create-deployment"({ input, identity }, interior) {
      const asked = created.safeParse(input);
      if (!asked.success) return refusal(422, "Validation Failed");
      const { ref, environment } = asked.data;
      const commit = await interior.files.commit(ref);
      if (!commit) return refusal(422, `No ref found for: ${ref}`);
      const by = loginOf(identity, interior.options.app.slug);
      const made = store.create({ ref, environment, sha: commit.sha, by });
      return json(201, deploymentJson(made, interior));
    },

    "repos/list-deployments"(call, interior) {
      const { query } = call;
      const isWanted = (name: "environment" | "ref" | "sha", value: string) =>
        query.get(name) === null || query.get(name) === value;
      const found = store.all
        .filter(
          ({ environment, ref, sha }) =>
            isWanted("environment", environment) &&
            isWanted("ref", ref) &&
            isWanted("sha", sha),
        )
        .toReversed();
      const { items, headers } = page(call, interior.url, found);
      const list = items.map((one) => deploymentJson(one, interior));
      return json(200, list, headers);
    },

    "repos/create-deployment-status"(call, interior) {
      const { input, identity, parameters } = call;
      const found = store.find(Number(parameters["deployment_id"]));
      if (!found) return refusal(404, "Not Found");
      const asked = newStatus.safeParse(input);
      if (!asked.success) return refusal(422, "Validation Failed");
      const by = loginOf(identity, interior.options.app.slug);
      const { state } = asked.data;
      const status = sayOfDeployment(store, found, { state, by }, interior);
      return json(201, statusJson(found, status, interior));
    },

    "repos/list-deployment-statuses"(call, interior) {
      const found = store.find(Number(call.parameters["deployment_id"]));
      if (!found) return refusal(404, "Not Found");
      // Webhooks alone have a word for it.
      const newest = found.statuses
        .map((one) =>
          one.state === "waiting" ? { ...one, state: "pending" } : one,
        )
        .toReversed();
      const { items, headers } = page(call, interior.url, newest);
      const list = items.map((one) => statusJson(found, one, interior));
      return json(200, list, headers);
    },
  };
}

/** Says how a deployment stands, and tells the App of it where it listens. */
export function sayOfDeployment(
  store: Deployments,
  deployment: LocalDeployment,
  said: Pick<LocalStatus, "state" | "by" | "page">,
  interior: Interior,
): LocalStatus {
  const status = store.say(deployment, said);
  const { webhooks, options, cards } = interior;
  if (!options.app.events.includes("deployment_status")) return status;
  webhooks.send("deployment_status", {
    action: "created",
    deployment: deploymentJson(deployment, interior),
    deployment_status: statusJson(deployment, status, interior),
    repository: cards.repository,
    organization: cards.organisation,
    sender: cardOf(status.by, interior),
    installation: cards.installation,
  });
  return status;
}

/** Schema `deployment`. */
export function deploymentJson(
  { id, environment, ref, sha, by, createdAt, statuses }: LocalDeployment,
  interior: Interior,
): JsonObject {
  const repository = `${interior.url}/repos/${interior.fullName}`;
  return {
    id,
    node_id: nodeId("Deployment", id),
    sha,
    ref,
    task: "deploy",
    payload: {},
    environment,
    original_environment: environment,
    description: null,
    creator: cardOf(by, interior),
    created_at: githubTime(createdAt),
    updated_at: githubTime(statuses.at(-1)?.at ?? createdAt),
    url: `${repository}/deployments/${id}`,
    statuses_url: `${repository}/deployments/${id}/statuses`,
    repository_url: repository,
    transient_environment: false,
    production_environment: environment === "production",
  };
}

function statusJson(
  { id: deployment, environment }: LocalDeployment,
  { id, state, by, at, page: job }: LocalStatus,
  interior: Interior,
): JsonObject {
  const { url, fullName } = interior;
  const repository = `${url}/repos/${fullName}`;
  const deploymentUrl = `${repository}/deployments/${deployment}`;
  const shown = `${url}/${fullName}/deployments/${encodeURIComponent(environment)}`;
  return {
    id,
    node_id: nodeId("DeploymentStatus", id),
    state,
    creator: cardOf(by, interior),
    description: "",
    environment,
    target_url: job ?? shown,
    log_url: job ?? shown,
    created_at: githubTime(at),
    updated_at: githubTime(at),
    url: `${deploymentUrl}/statuses/${id}`,
    deployment_url: deploymentUrl,
    repository_url: repository,
  };
}
