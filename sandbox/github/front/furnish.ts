import * as z from "zod";
import { runJson, workflowJson } from "../actions/run-json.ts";
import { createRuns } from "../actions/runs.ts";
import { createWorkflows } from "../actions/workflows.ts";
import type { Contract } from "../contract/contract.ts";
import { corrected } from "../emulate/corrections.ts";
import { repositoryFiles } from "../emulate/repository-files.ts";
import { INSTALLATION_ID, type Upstream } from "../emulate/upstream.ts";
import type { GitHubOptions } from "../options.ts";
import { type Account, accountCard, ACTIONS_BOT, nodeId } from "./account.ts";
import { createFailures } from "./failures.ts";
import { createIdentities } from "./identities.ts";
import type { Interior } from "./interior.ts";
import { type JsonObject, jsonObject } from "./json.ts";
import { createMarks } from "./marks.ts";
import { githubTime } from "./times.ts";
import { createWebhooks } from "./webhooks.ts";

const accountSchema = z.object({ login: z.string(), id: z.number() });

/** Puts together what the parts of the front share, from emulate as it was filled. */
export async function furnish(
  options: GitHubOptions,
  url: string,
  upstream: Upstream,
  contract: Contract,
): Promise<Interior> {
  const { organisation, people, repository, app } = options;
  const fullName = `${organisation}/${repository.name}`;
  const owner: Account = {
    ...accountSchema.parse(await upstream.ask("GET", `/orgs/${organisation}`)),
    type: "Organization",
  };
  const users = z
    .array(accountSchema)
    .parse(await upstream.ask("GET", "/users?per_page=100"));
  const accounts = new Map<string, Account>([
    [organisation, owner],
    ...users.map((user): [string, Account] => [
      user.login,
      { ...user, type: user.login.endsWith("[bot]") ? "Bot" : "User" },
    ]),
  ]);
  const identities = createIdentities(people.map(({ login }) => login));
  const files = repositoryFiles(upstream, `/repos/${fullName}`);
  const webhooks = createWebhooks(app, contract);
  const interior: Interior = {
    options,
    url,
    fullName,
    upstream,
    files,
    contract,
    failures: createFailures(),
    identities,
    webhooks,
    workflows: createWorkflows(files, repository.defaultBranch),
    runs: createRuns(identities, (action, run) => {
      if (!app.events.includes("workflow_run")) return;
      const { id, path } = run.workflow;
      webhooks.send("workflow_run", {
        action,
        workflow_run: runJson(run, interior),
        workflow: workflowJson({ id, path, file: run.file }, interior),
        repository: interior.cards.repository,
        organization: interior.cards.organisation,
        sender: accountCard(url, accounts.get(run.actor) ?? owner),
        installation: interior.cards.installation,
      });
    }),
    marks: createMarks(),
    accounts,
    permissions: new Map(
      people.map(({ login, permission }) => [login, permission]),
    ),
    cards: {
      repository: {},
      organisation: {},
      app: appCard(app, url, owner),
      actions: appCard(ACTIONS_APP, url, owner),
      installation: {
        id: INSTALLATION_ID,
        node_id: nodeId("Installation", INSTALLATION_ID),
      },
    },
  };
  // Their own cards are shown with what those above hold already.
  const shown = async (path: string) =>
    jsonObject(corrected(await upstream.ask("GET", path), interior), path);
  interior.cards.organisation = await shown(`/orgs/${organisation}`);
  interior.cards.repository = await shown(`/repos/${fullName}`);
  return interior;
}

/** GitHub's own App, which jobs act as; everybody's GitHub has it under this id. */
const ACTIONS_APP = {
  id: 15_368,
  slug: ACTIONS_BOT.slice(0, -"[bot]".length),
  permissions: {},
  events: [],
};

/** Events that an App can listen to, and that the description of an App's card in webhooks does not know yet. */
const NOT_ON_CARDS = new Set(["deployment_protection_rule"]);

/** Schema `integration`. */
function appCard(
  app: Pick<GitHubOptions["app"], "id" | "slug" | "permissions" | "events">,
  url: string,
  owner: Account,
): JsonObject {
  const made = githubTime(new Date());
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    client_id: `Iv1.${app.id}`,
    owner: accountCard(url, owner),
    name: app.slug,
    description: null,
    external_url: url,
    html_url: `${url}/apps/${app.slug}`,
    created_at: made,
    updated_at: made,
    permissions: app.permissions,
    events: app.events.filter((event) => !NOT_ON_CARDS.has(event)),
  };
}
