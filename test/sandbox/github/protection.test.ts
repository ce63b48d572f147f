import { pino } from "pino";
import { Probot } from "probot";
import { expect, it } from "vitest";
import type { GitHubWorld } from "../../../sandbox/github/world.ts";
import { APP_ID, localGitHub, send } from "./local-github.ts";

const WORKFLOW = "deploy.yml";
const RUNS = "/repos/acme/shop/actions/runs";

/** A repository whose production the App protects, and a run that waits for it. */
async function waiting(): Promise<{ world: GitHubWorld; runId: number }> {
  const world = await localGitHub({
    files: {
      [`.github/workflows/${WORKFLOW}`]: `
on: { workflow_dispatch: { inputs: { environment: { type: string } } } }
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    steps: [{ run: "true" }]
`,
    },
    app: {
      events: ["deployment_protection_rule", "deployment_status"],
      permissions: { actions: "write", deployments: "write" },
    },
  });
  world.protection.protect("production");
  const { runId } = await world
    .as("sarah")
    .dispatchWorkflow(WORKFLOW, { environment: "production" });
  return { world, runId };
}

/** What the App answers for the run gets as GitHub's answer. */
async function appOf(world: GitHubWorld, runId: number) {
  const { apiUrl, privateKey, installationId } = world;
  const App = Probot.defaults({
    appId: APP_ID,
    privateKey,
    baseUrl: apiUrl,
    log: pino({ level: "silent" }),
  });
  const octokit = await new App().auth();
  const { data } = await octokit.request(
    "POST /app/installations/{installation_id}/access_tokens",
    { installation_id: installationId },
  );
  return async (body: object): Promise<number> => {
    const route = `POST ${RUNS}/${runId}/deployment_protection_rule`;
    const sent = { environment_name: "production", ...body };
    return (await send(world, data.token, route, sent)).status;
  };
}

it("a run that names a protected environment waits, and the App is asked about it", async () => {
  const { world, runId } = await waiting();
  expect(world.inspect.runs()).toMatchObject([{ status: "waiting" }]);
  expect(
    world.webhooks.deliveries.find(
      ({ event }) => event === "deployment_protection_rule",
    ),
  ).toMatchObject({
    action: "requested",
    payload: {
      environment: "production",
      event: "workflow_dispatch",
      deployment_callback_url: `${world.url}${RUNS}/${runId}/deployment_protection_rule`,
      deployment: { environment: "production" },
      sender: { login: "sarah" },
    },
  });
  const { token } = world.as("mike");
  const listed = await send(world, token, `GET ${RUNS}?status=waiting`);
  expect(listed.body).toMatchObject({ workflow_runs: [{ id: runId }] });
  const pending = await send(
    world,
    token,
    `GET ${RUNS}/${runId}/pending_deployments`,
  );
  expect(pending.body).toMatchObject([{ environment: { name: "production" } }]);
  const rules = await send(
    world,
    token,
    "GET /repos/acme/shop/environments/production/deployment_protection_rules",
  );
  expect(rules.body).toMatchObject({
    custom_deployment_protection_rules: [{ app: { id: APP_ID } }],
  });
  const other = await world
    .as("sarah")
    .dispatchWorkflow(WORKFLOW, { environment: "staging" });
  expect(world.inspect.runs().at(-1)).toMatchObject({
    id: other.runId,
    status: "queued",
  });
  expect(world.contract.violations).toEqual([]);
});

it("the App alone answers: ten reports, then once yes or no", async () => {
  const { world, runId } = await waiting();
  const say = await appOf(world, runId);
  const { status } = await send(
    world,
    world.as("ahmed").token,
    `POST ${RUNS}/${runId}/deployment_protection_rule`,
    { environment_name: "production", state: "approved" },
  );
  expect(status).toBe(403);
  expect(await say({ comment: "x".repeat(1_025) })).toBe(422);
  for (let report = 0; report < 10; report += 1)
    // oxlint-disable-next-line no-await-in-loop -- the eleventh has to come last
    expect(await say({ comment: "Waits for approval." })).toBe(204);
  expect(await say({ comment: "Waits still." })).toBe(422);
  expect(await say({ state: "approved", comment: "Go." })).toBe(204);
  expect(await say({ state: "rejected", comment: "Stop." })).toBe(422);
  expect(world.inspect.runs()).toMatchObject([{ status: "queued" }]);
  expect(world.contract.violations).toEqual([]);
});

it("a refused run fails, and a re-run of it asks again", async () => {
  const { world, runId } = await waiting();
  const say = await appOf(world, runId);
  expect(await say({ state: "rejected" })).toBe(204);
  expect(world.inspect.runs()).toMatchObject([{ conclusion: "failure" }]);
  await world.as("sarah").rerun(runId);
  expect(world.inspect.runs()).toMatchObject([
    { id: runId, attempt: 2, status: "waiting" },
  ]);
  const asked = world.webhooks.deliveries.filter(
    ({ event }) => event === "deployment_protection_rule",
  );
  expect(asked).toHaveLength(2);
  expect(world.contract.violations).toEqual([]);
});

it("an administrator can start what waits; that is seen in the run's reviews and its deployment", async () => {
  const { world, runId } = await waiting();
  const { protection, runs } = world;
  expect(() => protection.bypass("sarah", runId, "Now.")).toThrow("may not");
  protection.bypass("ahmed", runId, "It is urgent.");
  runs.start(runId);
  const { token } = world.as("mike");
  const reviews = await send(world, token, `GET ${RUNS}/${runId}/approvals`);
  expect(reviews.body).toMatchObject([
    {
      state: "approved",
      user: { login: "ahmed" },
      comment: "It is urgent.",
      environments: [{ name: "production" }],
    },
  ]);
  const states = world.webhooks.deliveries
    .filter(({ event }) => event === "deployment_status")
    .map(({ payload }) => payload["deployment_status"]);
  expect(states).toMatchObject([
    { state: "waiting" },
    {
      state: "in_progress",
      log_url: expect.stringContaining(`/actions/runs/${runId}/`),
    },
  ]);
  expect(world.contract.violations).toEqual([]);
});
