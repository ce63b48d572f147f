import * as z from "zod";
import {
  checkRunInput,
  type CheckRuns,
  type LocalCheckRun,
} from "../check-runs.ts";
import { cardOf, nodeId } from "../front/account.ts";
import { json, page, refusal } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import { headCommit } from "../front/head-commit.ts";
import { githubTime } from "../front/times.ts";
import type { Handlers } from "./handler.ts";

const created = checkRunInput.extend({
  name: z.string(),
  head_sha: z.string(),
});

export function checks(store: CheckRuns): Handlers {
  return {
    async "checks/create"({ input }, interior) {
      const asked = created.safeParse(input);
      if (!asked.success) return refusal(422, "Validation Failed");
      const { name, head_sha: commit, ...rest } = asked.data;
      if (!(await interior.files.commit(commit)))
        return refusal(422, `No commit found for SHA: ${commit}`);
      const run = store.create(name, commit, rest);
      tell("created", run, interior, interior.options.app.slug);
      return json(201, checkRunJson(run, interior));
    },

    "checks/update"({ input, parameters }, interior) {
      const asked = checkRunInput.safeParse(input);
      if (!asked.success) return refusal(422, "Validation Failed");
      const id = Number(parameters["check_run_id"]);
      const run = store.update(id, asked.data);
      if (!run) return refusal(404, "Not Found");
      return json(200, checkRunJson(run, interior));
    },

    "checks/list-for-ref"(call, interior) {
      const { parameters, query } = call;
      const name = query.get("check_name");
      const found = store.all
        .filter(
          (run) =>
            run.commit === parameters["ref"] &&
            (name === null || run.name === name),
        )
        .toReversed();
      const shown =
        query.get("filter") === "all"
          ? found
          : found.filter(
              (run, index) =>
                found.findIndex((other) => other.name === run.name) === index,
            );
      const { items, headers } = page(call, interior.url, shown);
      const check_runs = items.map((run) => checkRunJson(run, interior));
      return json(200, { total_count: shown.length, check_runs }, headers);
    },
  };
}

/**
 * Tells the App that somebody pressed "Re-run". GitHub leaves the check as it is.
 * Source: its API's description of "Rerequest a check run".
 */
export function rerunCheck(
  store: CheckRuns,
  interior: Interior,
  login: string,
  id: number,
): void {
  const run = store.all.find((candidate) => candidate.id === id);
  if (!run) throw new Error(`there is no check run ${id}`);
  tell("rerequested", run, interior, login);
}

/** The same with "Re-run all checks", which are those of the App for that commit. */
export async function rerunSuite(
  store: CheckRuns,
  interior: Interior,
  login: string,
  sha: string,
): Promise<void> {
  const { webhooks, cards, url, fullName, files } = interior;
  const commit = await files.commit(sha);
  if (!commit) throw new Error(`there is no commit ${sha}`);
  const api = `${url}/repos/${fullName}/check-suites/1`;
  const time = githubTime(new Date(commit.commit.author.date));
  webhooks.send("check_suite", {
    action: "rerequested",
    check_suite: {
      id: 1,
      node_id: nodeId("CheckSuite", 1),
      head_branch: null,
      head_sha: sha,
      head_commit: headCommit(commit),
      status: "queued",
      conclusion: null,
      url: api,
      check_runs_url: `${api}/check-runs`,
      before: null,
      after: sha,
      pull_requests: [],
      app: cards.app,
      created_at: time,
      updated_at: githubTime(new Date()),
      latest_check_runs_count: store.all.filter(({ commit: of }) => of === sha)
        .length,
    },
    repository: cards.repository,
    organization: cards.organisation,
    sender: cardOf(login, interior),
    installation: cards.installation,
  });
}

function tell(
  action: "created" | "rerequested",
  run: LocalCheckRun,
  interior: Interior,
  by: string,
): void {
  const { webhooks, options, cards } = interior;
  if (!options.app.events.includes("check_run")) return;
  const login = by === options.app.slug ? `${by}[bot]` : by;
  webhooks.send("check_run", {
    action,
    check_run: checkRunJson(run, interior),
    repository: cards.repository,
    organization: cards.organisation,
    sender: cardOf(login, interior),
    installation: cards.installation,
  });
}

function checkRunJson(run: LocalCheckRun, interior: Interior): JsonObject {
  const { url, fullName, cards } = interior;
  const api = `${url}/repos/${fullName}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.commit,
    name: run.name,
    url: api,
    html_url: `${url}/${fullName}/runs/${run.id}`,
    details_url: url,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: githubTime(run.startedAt),
    completed_at: run.completedAt ? githubTime(run.completedAt) : null,
    external_id: run.externalId,
    check_suite: { id: 1 },
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${api}/annotations`,
    },
    app: cards.app,
    // GitHub names those of forks neither.
    pull_requests: [],
  };
}
